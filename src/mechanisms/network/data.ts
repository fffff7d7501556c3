import type { Unread, UnreadLine } from '../../model/own-file.ts'
import type { Node } from '../../model/topology.ts'

export const NETWORK = 'network'

/** What configures the interfaces of a node by files of the user's own, and stays to look after them. */
export type Manager = 'systemd-networkd' | 'NetworkManager'

export const settingOf = ({ what, where }: UnreadLine, device: string): Unread => ({ what, where, device })

/** What a node has of such files. */
export interface NetworkFeature {
  /** What stays to look after it. */
  readonly manager: Manager
}

export const networkOf = ({ features }: Pick<Node, 'features'>): NetworkFeature | undefined =>
  features[NETWORK] as NetworkFeature | undefined
