import type { Options } from '../contract/options.ts'
import { readCommands } from './options-commands.ts'
import { IFUPDOWN } from './options-ifupdown.ts'
import { NETPLAN } from './options-netplan.ts'
import { NETWORKMANAGER } from './options-networkmanager.ts'

/** Configuration of a node's interfaces by files of the user's own. */
export const networkOptions: Options = {
  nouns: () => ({}),
  problems: () => {},
  told: readCommands,
  configures: [NETPLAN, IFUPDOWN, NETWORKMANAGER],
}
