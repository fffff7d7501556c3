import { linesOf } from '../../linux/lines.ts'
import type { Ns } from '../../model/time.ts'
import type { Look, ReadsBytes, Watch } from '../contract/watch.ts'
import { REPORTED_NS } from '../frr/data.ts'
import {
  OSPF_NEIGHBOUR,
  SPF_NAME,
  watchedNeighbours,
  type NeighbourState,
  type NeighbourWait,
  type SpfState,
} from './data-neighbours.ts'
import { spfLines } from './watch-spf.ts'

const SPF: SpfState['watch'] = 'ospfSpf'

export const ospfWatch: Watch = {
  unpowered: { [OSPF_NEIGHBOUR]: 'Down' },
  start: (plan, sight) => {
    const all = watchedNeighbours(plan)
    for (const [node, log] of new Map(all.map((one) => [one.node, one.log ?? 'ospfd.log']))) {
      const read = adjacencyLines((device, address, to, atNs, sinceNs) => {
        const known = all.find((one) => one.node === node && one.interface === device && one.address === address)
        if (known !== undefined) sight.saw({ watch: OSPF_NEIGHBOUR, node, name: known.name, to }, atNs, sinceNs)
      })
      const ran = spfLines((atNs, sinceNs) => {
        const runs = Number(sight.now(SPF, node, SPF_NAME) ?? 0) + 1
        sight.saw({ watch: SPF, node, name: SPF_NAME, to: String(runs) }, atNs, sinceNs)
      })
      sight.tail(node, log, REPORTED_NS, (bytes, atNs, sinceNs) => {
        read(bytes, atNs, sinceNs)
        ran(bytes, atNs, sinceNs)
      })
    }
    return { found: () => undefined, close: () => undefined }
  },
  waits: {
    [OSPF_NEIGHBOUR]: {
      wanted: ({ node, name }: NeighbourWait) => `the neighbour of ${node} at ${name} is Full`,
      seen: (wait: NeighbourWait, look: Look) => stateOf(wait, look) ?? 'unknown',
      holds: (wait: NeighbourWait, look: Look) => stateOf(wait, look) === FULL,
    },
  },
  events: {},
}

const FULL: NeighbourState['state'] = 'Full'

const stateOf = ({ node, name }: NeighbourWait, look: Look): string | null => look.now(OSPF_NEIGHBOUR, node, name)

const LINE = /AdjChg: Nbr (?<id>\S+), NbrIP (?<address>\S+) \(\S+\) on (?<device>.+):\S+: \S+ -> (?<state>\S+) \(/

/** Reads `log-adjacency-changes detail` of ospfd: `AdjChg: Nbr ID, NbrIP ADDRESS (VRF) on DEVICE:OWN: OLD -> NEW (EVENT)`. */
export function adjacencyLines(
  saw: (device: string, address: string, to: string, atNs: Ns, sinceNs: Ns) => void,
): ReadsBytes {
  const ids = new Map<string, string>()
  return linesOf((line, atNs, sinceNs) => {
    const { id, device, address, state } = LINE.exec(line)?.groups ?? {}
    if (id === undefined || device === undefined || address === undefined || state === undefined) return
    const isGone = state === 'Deleted' || state === 'Down'
    const known = `${device} ${address}`
    // A router that has not read its ID yet may use one of its addresses instead. ospfd forgets the neighbour of that ID later,
    // when it knows the router by its own.
    if (isGone && (ids.get(known) ?? id) !== id) return
    ids.set(known, id)
    // A neighbour that ospfd forgets is down.
    saw(device, address, isGone ? 'Down' : state, atNs, sinceNs)
  })
}
