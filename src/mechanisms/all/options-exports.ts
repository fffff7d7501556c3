/* What topologies take of mechanisms beside their nouns: types of options, and readers for generators that hand some of them on. */
export { bgpTimers, readBgpTimers } from '../bgp/options-timers.ts'
export type * from '../bgp/options-types.ts'
export type * from '../ospf/options-types.ts'
export { COST, readOspf } from '../ospf/options-read.ts'
export { readReachTimers } from '../vrrp/options-reach.ts'
export { PRIORITY, readVrrp, VRID, type VrrpTimers } from '../vrrp/options-timers.ts'
export type * from '../vrrp/options-types.ts'
