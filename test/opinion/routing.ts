import type { Announcement } from './announcements.ts'
import type { Ns, State } from './files.ts'
import type { Findings } from './findings.ts'
import type { Trial } from './trial.ts'

/** From a packet of a routing protocol to what a daemon or the kernel makes of it: timers of bgpd, ospfd and zebra hold it back. */
const HELD_NS = 1e9

export type Protocol = 'OSPF' | 'BGP' | 'BFD'

/** Which protocol it is of; null: of none that routes. `bfd` before TCP, whose length every segment has. */
export function protocolOf({ fields }: Announcement): Protocol | null {
  if (fields.has('bfd.sta')) return 'BFD'
  if (fields.has('ospf.msg')) return 'OSPF'
  return fields.has('tcp.len') ? 'BGP' : null
}

/** RFC 5880 4.1: the states of a session, as its packets say them. */
const BFD_STATES = ['AdminDown', 'Down', 'Init', 'Up']
export const bfdStateOf = ({ fields }: Announcement): string => BFD_STATES[Number(fields.get('bfd.sta'))] ?? ''

/** What can bring the two ends of a session together: OSPF's databases, BGP's messages, BFD's Init and Up. */
const JOINS: Readonly<Record<Protocol, (packet: Announcement) => boolean>> = {
  OSPF: ({ fields }) => ['2', '3', '4', '5'].includes(fields.get('ospf.msg') ?? ''),
  BGP: ({ fields }) => Number(fields.get('tcp.len')) >= 19,
  BFD: (packet) => ['Init', 'Up'].includes(bfdStateOf(packet)),
}

const SESSIONS = [
  { watch: 'ospfNeighbour', protocol: 'OSPF', up: 'Full' },
  { watch: 'bgpSession', protocol: 'BGP', up: 'Established' },
  { watch: 'bfdSession', protocol: 'BFD', up: 'Up' },
] as const

/**
 * A session comes up by packets that arrived from the neighbour (RFC 2328 10.6, RFC 4271 8.2.2, RFC 5880 6.8.6). It goes down where
 * the neighbour said so, where a cable or BFD did, or where nothing arrived for longer than before.
 */
export function examineSessions(trial: Trial, announcements: readonly Announcement[], findings: Findings): void {
  const states = trial.events.filter(({ ev }) => ev === 'state') as unknown as readonly State[]
  for (const { watch, protocol, up } of SESSIONS)
    for (const state of states) {
      const { node, name, from, to, t, sinceNs = t } = state
      if (state.watch !== watch || from === null || (from === up) === (to === up)) continue
      const [port = ''] = name.split(' ')
      const ports = [port, ...trial.portsOf(node, port)]
      const own = new Set(trial.addressesOf(node, port))
      const arrived = announcements.filter(
        ({ end, fields, ...rest }) =>
          end.end.node === node &&
          ports.includes(end.end.interface) &&
          protocolOf({ end, fields, ...rest }) === protocol &&
          !own.has(fields.get('ip.src') ?? ''),
      )
      const isNear = (atNs: Ns): boolean => atNs >= sinceNs - HELD_NS && atNs <= t + trial.stampNs
      const near = arrived.filter(({ atNs }) => isNear(atNs))
      const isOff = states.some(
        (one) => one.node === node && isNear(one.t) && (one.to === 'off' || isTold(one, protocol)),
      )
      findings.check(
        protocol,
        to === up
          ? near.some(JOINS[protocol])
          : isOff || near.some((one) => saysDown(one, protocol)) || isLongSilent(arrived, t),
        `${watch} ${node} ${name}`,
        () => `${from} became ${to} at ${String(t)} ns, and no packet of ${protocol} says why`,
      )
    }
}

/** A cable of the node's went dark, or its BFD gave a neighbour up. */
const isTold = ({ watch, to }: State, protocol: Protocol): boolean =>
  (watch === 'carrier' && to === 'down') || (protocol !== 'BFD' && watch === 'bfdSession' && to === 'Down')

/** A hello that no longer names the router, or of a neighbour that begins anew; a segment that ends the session. */
function saysDown(packet: Announcement, protocol: Protocol): boolean {
  if (protocol === 'BFD') return ['AdminDown', 'Down'].includes(bfdStateOf(packet))
  return protocol === 'OSPF' ? false : Number(packet.fields.get('tcp.len')) !== 19
}

/** Longer than usually passes between two of the last packets. */
function isLongSilent(arrived: readonly Announcement[], t: Ns): boolean {
  const before = arrived.filter(({ atNs }) => atNs <= t).map(({ atNs }) => atNs)
  const last = before.at(-1)
  if (last === undefined) return true
  const gaps = before.slice(-12).flatMap((atNs, at, all) => (at === 0 ? [] : [atNs - (all[at - 1] ?? atNs)]))
  const usual = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0
  return t - last > 1.5 * usual
}
