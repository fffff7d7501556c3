import { bgpTheory } from '../bgp/theory.ts'
import { birdTheory } from '../bird/theory.ts'
import { bondTheory } from '../bond/theory.ts'
import { staticLagTheory } from '../bond/theory-static.ts'
import type { Theory } from '../contract/theory.ts'
import { lacpTheory } from '../lacp/theory.ts'
import { mlagTheory } from '../mlag/theory.ts'
import { mstpdTheory } from '../mstpd/theory.ts'
import { networkTheory } from '../network/theory.ts'
import { openVSwitchTheory } from '../openvswitch/theory.ts'
import { frrTheory } from '../frr/theory.ts'
import { ospfTheory } from '../ospf/theory.ts'
import { rstpTheory } from '../rstp/theory.ts'
import { routeTheory } from '../route/theory.ts'
import { stpTheory } from '../stp/theory.ts'
import { tcpTheory } from '../tcp/theory.ts'
import { vrrpTheory } from '../vrrp/theory.ts'

/** The links first, then those that send over them: each one may depend on what those before it do. */
export const THEORIES: readonly Theory[] = [
  networkTheory,
  bondTheory,
  lacpTheory,
  staticLagTheory,
  mlagTheory,
  stpTheory,
  rstpTheory,
  openVSwitchTheory,
  mstpdTheory,
  routeTheory,
  birdTheory,
  frrTheory,
  ospfTheory,
  bgpTheory,
  vrrpTheory,
  tcpTheory,
]
