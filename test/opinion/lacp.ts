import type { Announcement } from './announcements.ts'
import type { Findings } from './findings.ts'
import type { Trial } from './trial.ts'

/** Distributing, of the actor's state (IEEE 802.1AX 6.4.2.3). */
const DISTRIBUTING = 0x20

/** A LACPDU shows whether the port that sends it distributes. */
export function examineLacp(trial: Trial, announcements: readonly Announcement[], findings: Findings): void {
  for (const { end, atNs, from, fields } of announcements) {
    const state = fields.get('lacp.actor.state')
    const { node, interface: port } = end.end
    if (state === undefined || from !== trial.macOf(end.end)) continue
    const wire = (Number(state) & DISTRIBUTING) === 0 ? 'stopped' : 'distributing'
    const said = trial.at('lacpPort', node, port, atNs)
    if (said.length === 0) continue
    findings.check(
      'LACPDU',
      said.includes(wire),
      `lacpPort ${node} ${port}`,
      () => `${wire} by its LACPDU at ${String(atNs)} ns, ${said.join(', ')} in the journal`,
    )
  }
}
