import { bfdSettle } from '../bfd/settle.ts'
import { bgpSettle } from '../bgp/settle.ts'
import { birdSettle } from '../bird/settle.ts'
import { bondSettle } from '../bond/settle.ts'
import type { Settle } from '../contract/settle.ts'
import { frrSettle } from '../frr/settle.ts'
import { networkSettle } from '../network/settle.ts'
import { openVSwitchSettle } from '../openvswitch/settle.ts'
import { ospfSettle } from '../ospf/settle.ts'
import { routeSettle } from '../route/settle.ts'
import { treeSettle } from '../stp/settle.ts'
import { vrrpSettle } from '../vrrp/settle.ts'

/** The links first, then those that send over them; BFD stands before the protocols that ask for it. */
export const SETTLES: readonly Settle[] = [
  networkSettle,
  bondSettle,
  treeSettle,
  openVSwitchSettle,
  frrSettle,
  bfdSettle,
  ospfSettle,
  bgpSettle,
  birdSettle,
  routeSettle,
  vrrpSettle,
]
