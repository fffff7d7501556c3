/*
 * The room of generators: what is wired, one shape a file, with typed handles for its nodes and cables.
 * It owns names, addresses, cabling, risk labels and default timers of each shape.
 * It never names a fault, a target or a kernel, and does no I/O but to read the files of its own agent (`mlag/mlagd/`).
 * Begin here: this file is `backhoe-lab/topologies`. `gateway-pair.ts` is the pattern of a generator: read the options, compose, return
 * handles. What several generators share is in `parts/`; `campus/`, `redundant-switches/` and `mlag/` are the layers of larger ones.
 */
export { activeActive } from './active-active.ts'
export type { ActiveActive, ActiveActiveOptions, ActiveActiveRouter, Attached } from './active-active.ts'
export { campus } from './campus.ts'
export type {
  Campus,
  CampusHost,
  CampusOptions,
  CampusRouter,
  MlagCampus,
  MlagCampusAccess,
  MlagCampusOptions,
  MlagCampusRouter,
  RapidTreeCampusOptions,
  TreeCampus,
  TreeCampusAccess,
  TreeCampusHost,
  TreeCampusOptions,
} from './campus.ts'
export { dualHomedActiveBackup } from './dual-homed-active-backup.ts'
export type { DualHomedActiveBackup, DualHomedActiveBackupOptions } from './dual-homed-active-backup.ts'
export { dualHomedLag } from './dual-homed-lag.ts'
export type { DualHomedLag, DualHomedLagOptions, LacpRates } from './dual-homed-lag.ts'
export { dualUplink } from './dual-uplink.ts'
export type { DualUplink, DualUplinkOptions, EdgeRouter, Provider } from './dual-uplink.ts'
export { dualUplinkBgp } from './dual-uplink-bgp.ts'
export type { BgpEdge, DualUplinkBgp, DualUplinkBgpOptions, EachProvider } from './dual-uplink-bgp.ts'
export { gatewayPair } from './gateway-pair.ts'
export type { GatewayGroup, GatewayPair, GatewayPairOptions, GatewayRouter, RouterPriorities } from './gateway-pair.ts'
export { leafSpine } from './leaf-spine.ts'
export type { Leaf, LeafSpine, LeafSpineOptions } from './leaf-spine.ts'
export { mlagPair } from './mlag-pair.ts'
export type { DualHomed, MlagPair, MlagPairOptions, Orphan } from './mlag-pair.ts'
export { nPlusOne } from './n-plus-one.ts'
export type { NPlusOne, NPlusOneOptions } from './n-plus-one.ts'
export { redundantSwitches } from './redundant-switches.ts'
export type {
  AccessSwitch,
  AtSwitch,
  LagSwitches,
  LagSwitchesOptions,
  MlagSwitches,
  MlagSwitchesOptions,
  RapidTreeSwitchesOptions,
  RedundantSwitches,
  RedundantSwitchesOptions,
  TreeAccessSwitch,
  TreeSwitches,
  TreeSwitchesOptions,
} from './redundant-switches.ts'
export { routedCampus } from './routed-campus.ts'
export type { Building, CampusGateway, RoutedCampus, RoutedCampusOptions } from './routed-campus.ts'
export { routerPair } from './router-pair.ts'
export type { RouterCosts, RouterPair, RouterPairOptions, SiteRouter, TransitRouter } from './router-pair.ts'
export { separatedNetworks } from './separated-networks.ts'
export type { NetworkPort, SeparatedNetworks, SeparatedNetworksOptions, TwoPorts } from './separated-networks.ts'
export { servicePair } from './service-pair.ts'
export type { ServerPriorities, ServicePair, ServicePairOptions } from './service-pair.ts'
export type { GatewaySide } from './parts/gateway-side.ts'
export type { StackMember, StackMemberName } from './parts/stack.ts'
