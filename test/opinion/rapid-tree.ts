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
      const agrees = said.includes(stateOf(bpdu)) || isPassing(trial, { node, name }, bpdu, sent[index + 1])
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

/** A state may come and go faster than anybody can read it: the next BPDU no longer shows it, and the journal never does. */
function isPassing(
  trial: Trial,
  { node, name }: { readonly node: string; readonly name: string },
  bpdu: Announcement,
  next: Announcement | undefined,
): boolean {
  if (next === undefined || stateOf(next) === stateOf(bpdu)) return false
  return !trial
    .changes('stpPort', node, name)
    .some(({ t, to }) => to === stateOf(bpdu) && t > bpdu.atNs && t < next.atNs)
}
