import type { Options } from '../contract/options.ts'
import { IFUPDOWN } from './options-ifupdown.ts'
import { NETPLAN } from './options-netplan.ts'
import { NETWORKMANAGER } from './options-networkmanager.ts'

/** Configuration of a node's interfaces by files of the user's own. */
export const networkOptions: Options = {
  nouns: () => ({}),
  problems: () => {},
  configures: [NETPLAN, IFUPDOWN, NETWORKMANAGER],
}
