import type { Options } from '../contract/options.ts'
import { bfdOptions, type BfdNouns } from '../bfd/options.ts'
import { bgpOptions, type BgpNouns } from '../bgp/options.ts'
import { frrOptions } from '../frr/options.ts'
import { networkOptions } from '../network/options.ts'
import { ospfOptions, type OspfNouns } from '../ospf/options.ts'
import { routeOptions, type RouteNouns } from '../route/options.ts'
import { tcpOptions, type TcpNouns } from '../tcp/options.ts'
import { vrrpOptions, type VrrpNouns } from '../vrrp/options.ts'

/** Problems come out in this order. */
export const OPTIONS: readonly Options[] = [
  networkOptions,
  routeOptions,
  tcpOptions,
  vrrpOptions,
  frrOptions,
  ospfOptions,
  bgpOptions,
  bfdOptions,
]

/** What every node can be told, beside what it is made of. */
export type Nouns = RouteNouns & TcpNouns & VrrpNouns & OspfNouns & BgpNouns & BfdNouns
