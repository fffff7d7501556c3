import type { Announcement } from './announcements.ts'
import type { Findings } from './findings.ts'
import type { Trial } from './trial.ts'

/** BPDU of a rapid spanning tree (IEEE 802.1D-2004 9.3.3). */
const RAPID = 2

/** The flags of a rapid BPDU show the state of the port that sends it. */
export function examineRapidTree(trial: Trial, announcements: readonly Announcement[], findings: Findings): void {
  for (const captured of trial.captures) {
    const { node, interface: name } = captured.end
    const sent = announcements.filter(
      ({ end, from, fields }) =>
        end === captured && from === trial.macOf(end.end) && Number(fields.get('stp.type') ?? -1) === RAPID,
    )
    for (const [index, bpdu] of sent.entries()) {
      const said = trial.at('stpPort', node, name, bpdu.atNs)
      if (said.length === 0) continue
      const agrees = said.includes(stateOf(bpdu)) || isPassing(trial, { node, name }, bpdu, sent.slice(index + 1))
      const what = (): string =>
        `${stateOf(bpdu)} by its BPDU at ${String(bpdu.atNs)} ns, ${said.join(', ')} in the journal`
      findings.check('BPDU', agrees, `stpPort ${node} ${name}`, what)
    }
  }
}

function stateOf({ fields }: Announcement): string {
  if (fields.get('stp.flags.forwarding') === '1') return 'forwarding'
  return fields.get('stp.flags.learning') === '1' ? 'learning' : 'discarding'
}

/** A change takes so long to come from Open vSwitch through its database: what lasts no longer is never seen. */
const UNSEEN_NS = 20e6

/**
 * A state may come and go faster than anybody can read it: a later BPDU no longer shows it, or the journal has another report
 * of the port soon after, and never that state.
 */
function isPassing(
  trial: Trial,
  { node, name }: { readonly node: string; readonly name: string },
  bpdu: Announcement,
  later: readonly Announcement[],
): boolean {
  const reports = trial.states('stpPort', node, name).filter(({ t }) => t > bpdu.atNs)
  const report = reports.find(({ t }) => t - bpdu.atNs <= UNSEEN_NS)
  const next = later.find((one) => stateOf(one) !== stateOf(bpdu))
  // A port that is an alternate one then sends no BPDU for as long as it is.
  const overNs = Math.min(next?.atNs ?? Infinity, report?.t ?? Infinity)
  const last = later.findLast(({ atNs }) => atNs < overNs) ?? bpdu
  if (overNs === Infinity || last.atNs - bpdu.atNs > UNSEEN_NS) return false
  return !reports.some(({ t, to }) => to === stateOf(bpdu) && t <= overNs)
}
