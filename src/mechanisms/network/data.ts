import type { UnreadLine } from '../../model/own-file.ts'
import type { Node } from '../../model/topology.ts'

export const NETWORK = 'network'

/** What configures the interfaces of a node by files of the user's own, and stays to look after them. */
export type Manager = 'systemd-networkd' | 'NetworkManager'

/** `device`: only what passes this interface of the node depends on it; null: anything at the node may. */
export interface UnreadSetting extends UnreadLine {
  readonly device: string | null
}

export const settingOf = ({ what, where }: UnreadLine, device: string): UnreadSetting => ({ what, where, device })

/** What a node has of such files. */
export interface NetworkFeature {
  /** Absent: nothing stays, the kernel has all that it is given. */
  readonly manager?: Manager
  readonly unread: readonly UnreadSetting[]
}

export const networkOf = ({ features }: Pick<Node, 'features'>): NetworkFeature | undefined =>
  features[NETWORK] as NetworkFeature | undefined
