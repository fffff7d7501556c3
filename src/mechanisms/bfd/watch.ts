import { linesOf } from '../../linux/lines.ts'
import type { Ns } from '../../model/time.ts'
import type { Look, ReadsBytes, Watch } from '../contract/watch.ts'
import { REPORTED_NS } from '../frr/data.ts'
import { watchedSessions, type BfdSessionState, type BfdSessionWait } from './data-sessions.ts'

export const bfdWatch: Watch = {
  unpowered: { bfdSession: 'Down' },
  start: (plan, sight) => {
    const all = watchedSessions(plan)
    for (const node of new Set(all.map((one) => one.node))) {
      const read = bfdLines(({ device, address, to, detail }, atNs, sinceNs) => {
        const known = all.find((one) => one.node === node && one.interface === device && one.address === address)
        if (known === undefined) return
        const state = { watch: 'bfdSession', node, name: known.name, to }
        sight.saw(detail === undefined ? state : { ...state, detail }, atNs, sinceNs)
      })
      sight.tail(node, 'bfdd.log', REPORTED_NS, read)
    }
    return { found: () => undefined, close: () => undefined }
  },
  waits: {
    bfdSession: {
      wanted: ({ node, name }: BfdSessionWait) => `the BFD session of ${node} at ${name} is Up`,
      seen: (wait: BfdSessionWait, look: Look) => stateOf(wait, look) ?? 'unknown',
      holds: (wait: BfdSessionWait, look: Look) => stateOf(wait, look) === UP,
    },
  },
  events: {},
}

const UP: BfdSessionState['state'] = 'Up'

const stateOf = ({ node, name }: BfdSessionWait, look: Look): string | null => look.now('bfdSession', node, name)

interface Told {
  readonly device: string
  readonly address: string
  readonly to: BfdSessionState['state']
  /** Why it is down, in bfdd's words: `control-expired`. */
  readonly detail?: string
}

const SESSION = String.raw`mhop:no peer:(?<address>\S+) local:\S+ vrf:\S+ ifname:(?<device>[^\s\]]+)`
const CHANGE = new RegExp(String.raw`state-change: \[${SESSION}\] \S+ -> (?<state>\S+)(?: reason:(?<detail>\S+))?`)
const DELETED = new RegExp(`session-delete: ${SESSION}`)

const WORDS: Readonly<Record<string, BfdSessionState['state']>> = {
  'adm-down': 'AdminDown',
  down: 'Down',
  init: 'Init',
  up: UP,
}

/** Reads `debug bfd peer` of bfdd: `state-change: [mhop:no peer:ADDRESS local:OWN vrf:VRF ifname:DEVICE] up -> down reason:REASON`. */
export function bfdLines(saw: (told: Told, atNs: Ns, sinceNs: Ns) => void): ReadsBytes {
  return linesOf((line, atNs, sinceNs) => {
    // A session that nobody asks for any more is down.
    const found = CHANGE.exec(line)?.groups ?? {
      state: 'down',
      detail: 'session deleted',
      ...DELETED.exec(line)?.groups,
    }
    const { device, address, state = '', detail } = found as Partial<Record<string, string>>
    const to = WORDS[state]
    if (device === undefined || address === undefined || to === undefined) return
    saw({ device, address, to, ...(detail === undefined ? {} : { detail }) }, atNs, sinceNs)
  })
}
