import type { Announcement } from './announcements.ts'
import type { Findings } from './findings.ts'
import type { Ns, Phase } from './files.ts'
import type { Trial } from './trial.ts'

/** How far the fault may come after its instant: the batch has to be written and sent. */
const LATE_NS = 2e6

/** The event that the fault's instant was counted from is on the wire, and the fault came at its offset from it. */
export function examinePhase(trial: Trial, announcements: readonly Announcement[], findings: Findings): void {
  const event = trial.first('phase') as unknown as { eventNs: Ns; offsetNs: Ns } | undefined
  const inject = trial.first('inject') as unknown as { beforeNs: Ns; variant: number } | undefined
  if (event === undefined || inject === undefined) return
  const { eventNs, offsetNs } = event
  const phase = trial.experiment.variants[inject.variant]?.phase ?? null
  if (phase === null || !(phase.after.event in IS)) return
  const wire = announcements.some(
    (frame) => Math.abs(frame.atNs - eventNs) <= trial.stampNs && isOf(trial, phase, frame),
  )
  findings.check('phase', wire, 'phase', () => `no ${phase.after.event} on the wire at ${String(eventNs)} ns`)
  const behindNs = (inject.beforeNs - eventNs - offsetNs) % phase.periodNs
  findings.check(
    'phase',
    behindNs >= 0 && behindNs <= LATE_NS,
    'phase',
    () => `the fault came ${String(behindNs)} ns after its instant`,
  )
}

const IS: Readonly<Record<string, (fields: Announcement['fields'], vrid: number) => boolean>> = {
  vrrpAdvert: (fields, vrid) => Number(fields.get('vrrp.virt_rtr_id')) === vrid,
  lacpdu: (fields) => fields.has('lacp.actor.state'),
  bpdu: (fields) => fields.has('stp.type'),
}

/** What the node itself sends is no event of the other side's timer. */
function isOf(trial: Trial, { after }: Phase, { end, from, fields }: Announcement): boolean {
  if (end.end.node !== after.node || trial.macsOf(after.node).has(from)) return false
  return IS[after.event]?.(fields, after.vrid ?? 0) === true
}
