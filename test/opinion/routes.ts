import type { Announcement } from './announcements.ts'
import type { State } from './files.ts'
import type { Findings } from './findings.ts'
import { bfdStateOf, protocolOf } from './routing.ts'
import type { Trial } from './trial.ts'

/** From a packet of a routing protocol to the route that the kernel gets by it: timers of bgpd, ospfd and zebra hold it back. */
const HELD_NS = 1e9

/**
 * A route by a gateway moves because of something that came or left by the node's cables: an update or a notification of BGP, a link-state
 * update of OSPF, a packet of BFD that says that a session is down or about to come up; or a cable of the node's that went dark.
 */
export function examineRoutes(trial: Trial, announcements: readonly Announcement[], findings: Findings): void {
  const states = trial.events.filter(({ ev }) => ev === 'state') as unknown as readonly State[]
  const dark = states.filter(({ watch, to }) => watch === 'carrier' && to === 'down')
  const news = announcements.filter(isNews)
  for (const { watch, node, name, from, to, t } of states) {
    if (watch !== 'route' || ![from, to].some((one) => /^\d/.test(one ?? ''))) continue
    const isNear = (atNs: number): boolean => atNs >= t - HELD_NS && atNs <= t + trial.stampNs
    // A node without power reports nothing, and what is seen first may be a route that the node was given.
    if (to === 'off' || from === 'off' || from === null) continue
    const isDark = dark.some((one) => one.node === node && isNear(one.t))
    const told = news.filter(({ end, atNs }) => end.end.node === node && isNear(atNs)).map(protocolOf)
    // A route that moves counts for each protocol that may have moved it.
    for (const protocol of new Set(told)) if (protocol !== null) findings.count(protocol)
    findings.check(
      'route',
      told.length > 0 || isDark,
      `route ${node} ${name}`,
      () => `${from} became ${to} at ${String(t)} ns, and no packet of a routing protocol says why`,
    )
  }
}

/**
 * A keepalive of BGP has 19 bytes, and an update or a notification more. tshark dissects a segment at the first end of its cable alone:
 * at the second one it takes it for a retransmission.
 */
function isNews(packet: Announcement): boolean {
  const { fields } = packet
  return (
    Number(fields.get('tcp.len') ?? '0') > 19 ||
    fields.get('ospf.msg') === '4' ||
    ['Down', 'Init'].includes(bfdStateOf(packet))
  )
}
