import type { Announcement } from './announcements.ts'
import type { State } from './files.ts'
import type { Findings } from './findings.ts'
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
    findings.check(
      'routing packet',
      news.some(({ end, atNs }) => end.end.node === node && isNear(atNs)) ||
        dark.some((one) => one.node === node && isNear(one.t)),
      `route ${node} ${name}`,
      () => `${from} became ${to} at ${String(t)} ns, and no packet of a routing protocol says why`,
    )
  }
}

/**
 * A keepalive of BGP has 19 bytes, and an update or a notification more. tshark dissects a segment at the first end of its cable alone:
 * at the second one it takes it for a retransmission.
 */
function isNews({ fields }: Announcement): boolean {
  const downOrInit = ['1', '0x1', '0x01', '2', '0x2', '0x02']
  return (
    Number(fields.get('tcp.len') ?? '0') > 19 ||
    fields.get('ospf.msg') === '4' ||
    downOrInit.includes(fields.get('bfd.sta') ?? '')
  )
}
