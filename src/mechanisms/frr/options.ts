import type { NounContext, Options } from '../contract/options.ts'
import type { OwnFile } from '../../model/own-file.ts'
import { CONTAINED_CONF, CONTAINED_LOG, FRR_CONF } from './data-own.ts'
import { containedFrr } from './options-contained.ts'
import { blocksOf, isOpening, linesAfterEnd, unreadLine, type FrrBlock, type FrrLine } from './options-blocks.ts'

/** Whose a line is: each protocol reads its own, and zebra and the terminal have these. */
const PROTOCOLS = [
  /^router ospf$/,
  /^router bgp \d+$/,
  /^(route-map|ip prefix-list|bgp (as-path|community-list)) /,
  /^bfd$/,
]
const OF_PROTOCOLS = /^ip ospf /
const IDLE = [
  /^frr (version \S+|defaults (traditional|datacenter))$/,
  /^(hostname|domainname|service|log|debug|password|enable|line vty|banner|username|no ipv6 forwarding|ip forwarding|no zebra nexthop kernel enable)\b/,
]
const IDLE_OF_INTERFACES = /^(description|no shutdown|no link-detect|ip address) /

/** The lines of an `frr.conf` that no protocol reads. Addresses and interfaces are the node's own, whatever the file says. */
export const frrOptions: Options = {
  nouns: () => ({}),
  problems: () => {},
  contained: containedFrr,
  reads: {
    [FRR_CONF]: readLines,
    // What `end` closes is over, and more follows.
    [CONTAINED_CONF]: (file, node) => `${readLines(file, node).replaceAll(/^end\s*$/gm, '')}${WATCHED}`,
  },
}

function readLines(file: OwnFile, node: NounContext): string {
  const blocks = blocksOf(file)
  node.unread(
    [...new Set([...blocks.flatMap(unreadLines), ...lateDefaults(blocks), ...linesAfterEnd(file)])].map(unreadLine),
  )
  return file.text
}

/** A second log beside the user's own, of those lines alone by which protocols are watched (lib/log_filter.c). */
const WATCHED = [
  '',
  `log filtered-file {dir}/${CONTAINED_LOG} debugging`,
  'log filter-text AdjChg',
  'log filter-text ADJCHANGE',
  '',
].join('\n')

function unreadLines({ head, lines }: FrrBlock): readonly FrrLine[] {
  if (/^interface \S+$/.test(head.text))
    return lines.filter(({ text }) => !OF_PROTOCOLS.test(text.trim()) && !IDLE_OF_INTERFACES.test(`${text.trim()} `))
  if (![...PROTOCOLS, ...IDLE].some((known) => known.test(head.text))) return [head, ...lines]
  // FRR would leave the block, or is in none.
  return /^router /.test(head.text) ? [] : isOpening(head) ? lines.filter(isOpening) : lines
}

/** What stands behind a router that had other defaults. */
function lateDefaults(blocks: readonly FrrBlock[]): readonly FrrLine[] {
  const heads = blocks.map(({ head }) => head)
  const first = heads.findIndex(({ text }) => /^(router|frr defaults) /.test(text))
  return heads.filter(({ text }, at) => /^frr defaults /.test(text) && at > first && text !== heads[first]?.text)
}
