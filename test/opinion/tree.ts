import type { Announcement } from './announcements.ts'
import type { Findings } from './findings.ts'
import type { Ns } from './files.ts'
import type { Trial } from './trial.ts'

/** BPDU types (IEEE 802.1D-2004 9.3). */
const CONFIGURATION = 0x00
const RAPID = 0x02
const TOPOLOGY_CHANGE = 0x80

/** What a port of a spanning tree sends shows what it is. */
export function examineTree(trial: Trial, announcements: readonly Announcement[], findings: Findings): void {
  const sent = announcements.filter(({ end, from, fields }) => fields.has('stp.type') && from === trial.macOf(end.end))
  for (const bpdu of sent) examineBpdu(trial, bpdu, findings)
  for (const { node, name } of trial.plan.watch.stpPorts ?? [])
    for (const { t, from, to } of trial.changes('stpPort', node, name))
      if (from === 'learning' && to === 'forwarding')
        examineForwarding(
          trial,
          { node, name, atNs: t },
          sent.filter(({ end }) => end.end.node === node),
          findings,
        )
}

function examineBpdu(trial: Trial, { end, atNs, fields }: Announcement, findings: Findings): void {
  const { node, interface: port } = end.end
  const said = trial.at('stpPort', node, port, atNs)
  if (said.length === 0) return
  const about = `stpPort ${node} ${port}`
  const type = Number(fields.get('stp.type'))
  if (type === RAPID) {
    const wire =
      fields.get('stp.flags.forwarding') === '1'
        ? 'forwarding'
        : fields.get('stp.flags.learning') === '1'
          ? 'learning'
          : 'discarding'
    findings.check(
      'BPDU',
      said.includes(wire),
      about,
      () => `${wire} by its BPDU at ${String(atNs)} ns, ${said.join(', ')} in the journal`,
    )
  } else if (type === CONFIGURATION) {
    // Only designated ports send them, and those listen, learn or forward (802.1D-1998 8.6.1).
    const speaks = said.some((state) => ['listening', 'learning', 'forwarding'].includes(state))
    findings.check('BPDU', speaks, about, () => `BPDU at ${String(atNs)} ns, when it was ${said.join(', ')}`)
  }
}

/** A bridge that is not the root reports a port that has just begun to forward (br_topology_change_detection), again at each hello until it is acknowledged. */
function examineForwarding(
  trial: Trial,
  port: { node: string; name: string; atNs: Ns },
  sent: readonly Announcement[],
  findings: Findings,
): void {
  const { node, name, atNs } = port
  const last = sent.findLast((bpdu) => Number(bpdu.fields.get('stp.type')) === CONFIGURATION && bpdu.atNs < atNs)
  if (last === undefined) return
  const helloNs = Number(last.fields.get('stp.hello')) * 1e9
  const isRoot = last.fields.get('stp.root.hw') === last.fields.get('stp.bridge.hw')
  if (isRoot || last.atNs < atNs - 2 * helloNs) return
  const reports = sent.some(
    (bpdu) =>
      Number(bpdu.fields.get('stp.type')) === TOPOLOGY_CHANGE &&
      bpdu.atNs >= atNs - helloNs - trial.stampNs &&
      bpdu.atNs <= atNs + trial.stampNs,
  )
  findings.check(
    'BPDU',
    reports,
    `stpPort ${node} ${name}`,
    () => `forwarding at ${String(atNs)} ns, and no topology change notification`,
  )
}
