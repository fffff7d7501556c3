import type { Namespaces } from '../linux/netns.ts'
import {
  dumpAddresses,
  dumpFilters,
  dumpLinks,
  dumpQdiscs,
  dumpRoutes,
  dumpVlans,
  type FilterInfo,
} from '../linux/netlink/dump.ts'
import type { LinkInfo } from '../linux/netlink/link-parse.ts'
import { RT_TABLE_MAIN } from '../linux/netlink/route.ts'
import type { RouteInfo } from '../linux/netlink/route-parse.ts'
import { dumpNexthops } from '../linux/netlink/nexthop.ts'
import { dumpRules } from '../linux/netlink/rule.ts'
import type { NetlinkSocket } from '../linux/netlink/socket.ts'
import { interfacesOf } from './interfaces.ts'
import { kindText } from './kind-text.ts'
import { lentMacs } from './lent-mac.ts'
import { netemText } from './netem-text.ts'

/**
 * The configuration of every namespace as sorted lines, one thing each. Without what a healthy network changes
 * by itself: counters, carrier, a bond's active member, virtual addresses, the kernel's own routes.
 */
export function dumpState(namespaces: Namespaces): Map<string, string[]> {
  const interfaces = interfacesOf(namespaces)
  return new Map(
    namespaces.names().map((ns) => {
      const about: About = {
        isWhole: !interfaces.isConfined(ns),
        isOurs: (link) => interfaces.isOurs(ns, link),
        isNumbered: (name) => interfaces.isNumbered(ns, name),
        isOwn: (address) => interfaces.isGiven(ns, address),
      }
      return [ns, stateOf(namespaces.netlink(ns), about)]
    }),
  )
}

/** What `after` lacks (`- ns line`) and what it has beside (`+ ns line`). */
export function differences(
  before: ReadonlyMap<string, readonly string[]>,
  after: ReadonlyMap<string, readonly string[]>,
): string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])]
  return names.flatMap((ns) => {
    const [old, now] = [before.get(ns) ?? [], after.get(ns) ?? []]
    return [
      ...old.filter((line) => !now.includes(line)).map((line) => `- ${ns} ${line}`),
      ...now.filter((line) => !old.includes(line)).map((line) => `+ ${ns} ${line}`),
    ]
  })
}

/**
 * Without nexthop objects and the routes by them: where an interface has lost its carrier the kernel has removed them for good, and they
 * are missing when the fault is over.
 */
export const withoutNexthops = (state: ReadonlyMap<string, readonly string[]>): Map<string, readonly string[]> =>
  new Map([...state].map(([ns, lines]) => [ns, lines.filter((line) => !/^nexthop | nhid \d+$/.test(line))]))

/** What of a namespace is compared. */
interface About {
  /** Also what belongs to no single interface. */
  readonly isWhole: boolean
  readonly isOurs: (link: LinkInfo) => boolean
  readonly isNumbered: (name: string) => boolean
  readonly isOwn: (address: string) => boolean
}

function stateOf(socket: NetlinkSocket, about: About): string[] {
  const all = dumpLinks(socket)
  const links = all.filter(about.isOurs)
  const indexes = new Set(links.map(({ index }) => index))
  const isOurs = (index: number): boolean => indexes.has(index)
  const names = new Map(all.map((link) => [link.index, link.name]))
  const lent = lentMacs(all)
  const nameOf = (index: number | null): string => (index === null ? '' : (names.get(index) ?? `#${String(index)}`))
  const qdiscs = dumpQdiscs(socket).filter(({ index }) => isOurs(index))
  const filtered = qdiscs.filter(({ kind }) => kind === 'clsact' || kind === 'ingress').map((qdisc) => qdisc.index)
  return [
    ...links.map((link) => {
      const isNumbered = about.isNumbered(link.name) && link.kind !== DAEMONS
      return linkLine(link, isNumbered ? (lent.get(link.index) ?? link.mac) : null, nameOf)
    }),
    ...dumpAddresses(socket)
      .filter(({ index, address }) => isOurs(index) && about.isOwn(address))
      .map(({ index, address }) => `address ${nameOf(index)} ${address}`),
    ...dumpRoutes(socket)
      .filter(
        ({ protocol, index }) => CONFIGURED.includes(protocol) && (index === null ? about.isWhole : isOurs(index)),
      )
      .map((route) => routeLine(route, nameOf)),
    ...dumpNexthops(socket)
      .filter(({ index }) => (index === null ? about.isWhole : isOurs(index)))
      .map(({ index, text }) => `nexthop ${text}${index === null ? '' : ` dev ${nameOf(index)}`}`),
    ...(about.isWhole ? dumpRules(socket).map((rule) => `rule ${rule}`) : []),
    ...qdiscs
      .filter((qdisc) => qdisc.handle !== 0)
      .map(({ index, kind, options }) => `qdisc ${nameOf(index)} ${kind}${kind === 'netem' ? netemText(options) : ''}`),
    ...filtered.flatMap((index) => dumpFilters(socket, index)).map((filter) => filterLine(filter, nameOf)),
    ...dumpVlans(socket)
      .filter(({ index }) => isOurs(index))
      .map(
        ({ index, vlan, pvid, untagged }) =>
          `vlan ${nameOf(index)} ${String(vlan)}${pvid ? ' pvid' : ''}${untagged ? ' untagged' : ''}`,
      ),
  ].sort()
}

/** RTPROT_BOOT and RTPROT_STATIC of rtnetlink.h: what somebody has typed. The kernel and routing daemons come to others by themselves. */
const CONFIGURED = [3, 4]

/** Open vSwitch creates its devices each time that it starts, with random addresses. */
const DAEMONS = 'tun'

type NameOf = (index: number | null) => string

/** `mac`: null where indexes and addresses are not ours to give. */
function linkLine(link: LinkInfo, mac: string | null, nameOf: NameOf): string {
  const words = [
    `link ${link.name} ${link.adminUp ? 'up' : 'down'}`,
    ...(mac === null ? [] : [`index ${String(link.index)} mac ${mac}`]),
    `mtu ${String(link.mtu)} gso_max_segs ${String(link.gsoMaxSegments)}`,
    ...(link.masterIndex === null ? [] : [`master ${nameOf(link.masterIndex)}`]),
    ...(link.kind === null ? [] : [link.kind, ...kindText(link.kind, link.data)]),
  ]
  return words.join(' ')
}

function routeLine(
  { type, to, gateways, weights, index, table, priority, nexthop }: RouteInfo,
  nameOf: NameOf,
): string {
  const shares = weights.some((weight) => weight !== 1) ? ` weights ${weights.join(',')}` : ''
  const words = [
    ...(type === 'unicast' ? [] : [type]),
    `${to} via ${gateways.join(',') || '-'}${shares} dev ${nameOf(index)}`,
    ...(table === RT_TABLE_MAIN ? [] : [`table ${String(table)}`]),
    ...(priority === 0 ? [] : [`metric ${String(priority)}`]),
    ...(nexthop === null ? [] : [`nhid ${String(nexthop)}`]),
  ]
  return `route ${words.join(' ')}`
}

const filterLine = (filter: FilterInfo, nameOf: NameOf): string =>
  `filter ${nameOf(filter.index)} pref ${String(filter.pref)} protocol 0x${filter.protocol.toString(16)} ${filter.classifier} ` +
  (filter.action === 'redirect' ? `redirect ${nameOf(filter.toIndex)}` : filter.action)
