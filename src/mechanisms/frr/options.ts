import type { Options } from '../contract/options.ts'
import { FRR_CONF } from './data-own.ts'
import { blocksOf, unreadLine, type FrrBlock, type FrrLine } from './options-blocks.ts'

/** Whose a line is: each protocol reads its own, and zebra and the terminal have these. */
const PROTOCOLS = [
  /^router ospf$/,
  /^router bgp \d+$/,
  /^(route-map|ip prefix-list|bgp (as-path|community-list)) /,
  /^bfd$/,
]
const OF_PROTOCOLS = /^(no )?ip ospf /
const IDLE = [
  /^frr (version|defaults)/,
  /^(hostname|domainname|service|log|debug|password|enable|line vty|banner|username|no ipv6 forwarding|ip forwarding)\b/,
]
const IDLE_OF_INTERFACES = /^(description|no shutdown|no link-detect|ip address) /

/** The lines of an `frr.conf` that no protocol reads. Addresses and interfaces are the node's own, whatever the file says. */
export const frrOptions: Options = {
  nouns: () => ({}),
  problems: () => {},
  reads: {
    [FRR_CONF]: (file, node) => {
      const unread = blocksOf(file).flatMap(unreadLines).map(unreadLine)
      node.unread(unread)
      return file.text
    },
  },
}

function unreadLines({ head, lines }: FrrBlock): readonly FrrLine[] {
  if (/^interface \S+$/.test(head.text))
    return lines.filter(({ text }) => !OF_PROTOCOLS.test(text.trim()) && !IDLE_OF_INTERFACES.test(`${text.trim()} `))
  return [...PROTOCOLS, ...IDLE].some((known) => known.test(head.text)) ? [] : [head, ...lines]
}
