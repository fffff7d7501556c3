import type { Announcement } from './announcements.ts'
import type { Findings } from './findings.ts'
import type { State } from './files.ts'
import type { Trial } from './trial.ts'

/** BPDU types (IEEE 802.1D-1998 9.3). */
const CONFIGURATION = 0x00
const TOPOLOGY_CHANGE = 0x80

/** What the bridges of a spanning tree send shows what their ports are. */
export function examineTree(trial: Trial, announcements: readonly Announcement[], findings: Findings): void {
  const sent = announcements.filter(({ end, from, fields }) => fields.has('stp.type') && from === trial.macOf(end.end))
  for (const { node, name } of trial.plan.watch.stpPorts ?? []) {
    const byNode = sent.filter(({ end }) => end.end.node === node)
    const byPort = byNode.filter(({ end }) => end.end.interface === name)
    for (const { atNs } of byPort.filter((bpdu) => typeOf(bpdu) === CONFIGURATION)) {
      // Only designated ports send them, and those listen, learn or forward (802.1D-1998 8.6.1).
      const said = trial.at('stpPort', node, name, atNs)
      const sends = said.some((state) => ['listening', 'learning', 'forwarding'].includes(state))
      const what = (): string => `BPDU at ${String(atNs)} ns, when it was ${said.join(', ')}`
      if (said.length > 0) findings.check('BPDU', sends, `stpPort ${node} ${name}`, what)
    }
    for (const change of trial.changes('stpPort', node, name))
      if (change.from === 'learning' && change.to === 'forwarding' && reports(byNode, change))
        examineForwarding(trial, byNode, change, findings)
  }
}

const typeOf = ({ fields }: Announcement): number => Number(fields.get('stp.type'))

const configuration = (sent: readonly Announcement[], { t }: State): Announcement | undefined =>
  sent.findLast((bpdu) => typeOf(bpdu) === CONFIGURATION && bpdu.atNs < t)

const helloOf = (bpdu: Announcement | undefined): number => Number(bpdu?.fields.get('stp.hello')) * 1e9

/** A bridge that is designated somewhere and not the root reports a port that begins to forward (br_forward_delay_timer_expired). */
function reports(sent: readonly Announcement[], change: State): boolean {
  const last = configuration(sent, change)
  const isRoot = last?.fields.get('stp.root.hw') === last?.fields.get('stp.bridge.hw')
  return last !== undefined && !isRoot && last.atNs >= change.t - 2 * helloOf(last)
}

/** At once, or it is at it already and repeats at each hello until it is acknowledged (br_topology_change_detection). */
function examineForwarding(trial: Trial, sent: readonly Announcement[], change: State, findings: Findings): void {
  const { node, name, t } = change
  const sinceNs = t - helloOf(configuration(sent, change)) - trial.stampNs
  const reported = sent.some(
    (bpdu) => typeOf(bpdu) === TOPOLOGY_CHANGE && bpdu.atNs >= sinceNs && bpdu.atNs <= t + trial.stampNs,
  )
  const what = (): string => `forwarding at ${String(t)} ns, and no topology change notification`
  findings.check('BPDU', reported, `stpPort ${node} ${name}`, what)
}
