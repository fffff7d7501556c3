import { byte, byteBehindIp, half, ETHERTYPE_AT, IP_PROTOCOL_AT, takenIf } from '../../linux/socket-filter.ts'
import { isAddressAt } from '../../linux/sockets.ts'
import { watchedRouters, type EchoRequest, type VrrpAdvert, type VrrpMember, type VrrpSettled } from './data-kinds.ts'
import type { WatchPlan } from '../../model/plan.ts'
import type { Ns } from '../../model/time.ts'
import type { Look, Sight, Watch, Watching } from '../contract/watch.ts'
import { advertFilter, Adverts } from './watch-adverts.ts'
import { vrrpLines } from './watch-fifo.ts'

/** keepalived removes its addresses before it reports that it is not active any more: 0.3 ms measured, and 12 us for each address. */
const REPORTED_NS: Ns = 2e6

/** ICMP echo requests that leave (RFC 792). */
const ECHO_REQUESTS = takenIf('out', half(ETHERTYPE_AT, 0x0800), byte(IP_PROTOCOL_AT, 1), byteBehindIp(0, 8))
/** Where an untagged IPv4 packet has its destination. */
const DESTINATION_AT = 30

export const vrrpWatch: Watch = {
  unpowered: { vrrp: 'FAULT' },
  start,
  asked: nodesOf,
  waits: {
    vrrpSettled: {
      wanted: ({ active, backups }: VrrpSettled) =>
        [`${memberText(active)} MASTER`, ...backups.map((backup) => `${memberText(backup)} BACKUP`)].join(', '),
      seen: ({ active, backups }: VrrpSettled, look: Look) =>
        [active, ...backups].map((member) => `${memberText(member)} ${stateOf(member, look)}`).join(', '),
      holds: ({ active, backups }: VrrpSettled, look: Look) =>
        stateOf(active, look) === 'MASTER' && backups.every((backup) => stateOf(backup, look) === 'BACKUP'),
    },
  },
  events: {
    vrrpAdvert: ({ interface: device, vrid }: VrrpAdvert) => ({ device, filter: advertFilter(vrid) }),
    echoRequest: ({ address }: EchoRequest) => ({
      device: null,
      filter: ECHO_REQUESTS,
      isIt: (packet) => isAddressAt(packet, DESTINATION_AT, address),
    }),
  },
}

const stateOf = ({ node, name }: VrrpMember, look: Look): string => look.now('vrrp', node, name) ?? 'unknown'
const memberText = ({ node, name }: VrrpMember): string => `${node} ${name}`

/** keepalived writes into a FIFO what it becomes, and its first advertisement shows when it became active. */
function start(plan: WatchPlan, sight: Sight): Watching {
  const adverts = new Adverts(sight.namespaces, sight.clock, watchedRouters(plan))
  /** A virtual router that becomes active has sent its first advertisement before: the change lies between the two. */
  const reported = (node: string, name: string, to: string, atNs: Ns, sinceNs: Ns): void => {
    const sentNs = to === 'MASTER' ? adverts.first(node, name) : null
    // Without it nothing is known but what was reported before.
    const lastNs = to === 'MASTER' ? sight.lastNs('vrrp', node, name) : null
    sight.saw({ watch: 'vrrp', node, name, to }, atNs, sentNs ?? lastNs ?? sinceNs)
    if (to !== 'MASTER') adverts.await(node, name)
  }
  for (const node of nodesOf(plan)) {
    const read = vrrpLines((name, to, atNs, sinceNs) => {
      reported(node, name, to, atNs, sinceNs)
    })
    sight.follow(node, 'vrrp.fifo', REPORTED_NS, read)
  }
  return {
    // What it has reported itself since then is newer.
    found: (state) => {
      const { watch, node, name, to } = state
      if (watch !== 'vrrp' || sight.now(watch, node, name) !== null) return
      sight.saw(state, sight.clock.now())
      if (to !== 'MASTER') adverts.await(node, name)
    },
    close: (node) => {
      adverts.close(node)
    },
  }
}

/** Each once. */
function nodesOf(plan: WatchPlan): readonly string[] {
  return [...new Set(watchedRouters(plan).map(({ node }) => node))]
}
