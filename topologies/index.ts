export { dualHomedActiveBackup } from './dual-homed-active-backup.ts'
export type { DualHomedActiveBackup, DualHomedActiveBackupOptions } from './dual-homed-active-backup.ts'
export { dualHomedLag } from './dual-homed-lag.ts'
export type { DualHomedLag, DualHomedLagOptions, LacpRates, StackMember, StackMemberName } from './dual-homed-lag.ts'
export { gatewayPair } from './gateway-pair.ts'
export type {
  GatewayGroup,
  GatewayPair,
  GatewayPairOptions,
  GatewayRouter,
  GatewaySide,
  RouterPriorities,
} from './gateway-pair.ts'
export { mlagPair } from './mlag-pair.ts'
export type { DualHomed, MlagPair, MlagPairOptions, Orphan } from './mlag-pair.ts'
export { separatedNetworks } from './separated-networks.ts'
export type { NetworkPort, SeparatedNetworks, SeparatedNetworksOptions, TwoPorts } from './separated-networks.ts'
