import { linesOf } from '../../linux/lines.ts'
import type { Ns } from '../../model/time.ts'
import type { Look, ReadsBytes, Watch } from '../contract/watch.ts'
import { REPORTED_NS } from '../frr/data.ts'
import { hasKeepalive, tcpFrom } from './watch-keepalives.ts'
import { watchedSessions, type BgpKeepalive, type BgpSessionState, type BgpSessionWait } from './data-kinds.ts'

export const bgpWatch: Watch = {
  unpowered: { bgpSession: 'Down' },
  start: (plan, sight) => {
    const all = watchedSessions(plan)
    for (const [node, log] of new Map(all.map((one) => [one.node, one.log ?? 'bgpd.log']))) {
      const read = sessionLines(({ address, to, detail }, atNs, sinceNs) => {
        const known = all.find((one) => one.node === node && one.address === address)
        if (known === undefined) return
        const state = { watch: 'bgpSession', node, name: known.name, to }
        sight.saw(detail === undefined ? state : { ...state, detail }, atNs, sinceNs)
      })
      sight.tail(node, log, REPORTED_NS, read)
    }
    return { found: () => undefined, close: () => undefined }
  },
  waits: {
    bgpSession: {
      wanted: ({ node, name }: BgpSessionWait) => `the BGP session of ${node} at ${name} is Established`,
      seen: (wait: BgpSessionWait, look: Look) => stateOf(wait, look) ?? 'unknown',
      holds: (wait: BgpSessionWait, look: Look) => stateOf(wait, look) === ESTABLISHED,
    },
  },
  events: {
    bgpKeepalive: ({ interface: device, address }: BgpKeepalive) => ({
      device,
      filter: tcpFrom(address),
      isIt: hasKeepalive,
    }),
  },
}

const ESTABLISHED: BgpSessionState['state'] = 'Established'

const stateOf = ({ node, name }: BgpSessionWait, look: Look): string | null => look.now('bgpSession', node, name)

interface Told {
  readonly address: string
  readonly to: BgpSessionState['state']
  /** Why it is down, in bgpd's words: `Interface down`. */
  readonly detail?: string
}

const LINE = /%ADJCHANGE: neighbor (?<address>[^(\s]+)\S* in vrf \S+ (?<state>Up|Down)(?: (?<detail>.+))?$/

/** Reads `bgp log-neighbor-changes` of bgpd: `%ADJCHANGE: neighbor ADDRESS(NAME) in vrf VRF Up`, `… Down REASON`. */
export function sessionLines(saw: (told: Told, atNs: Ns, sinceNs: Ns) => void): ReadsBytes {
  return linesOf((line, atNs, sinceNs) => {
    const { address, state, detail } = LINE.exec(line)?.groups ?? {}
    if (address === undefined || state === undefined) return
    const to = state === 'Up' ? ESTABLISHED : 'Down'
    saw({ address, to, ...(detail === undefined ? {} : { detail }) }, atNs, sinceNs)
  })
}
