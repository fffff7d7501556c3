import type { Announcement } from './announcements.ts'
import type { Findings } from './findings.ts'
import type { Ns, TimerEvent } from './files.ts'
import type { Trial } from './trial.ts'

interface PhaseEvent {
  readonly timer: string
  readonly periodNs: Ns
  readonly eventNs: Ns
  readonly offsetNs: Ns
}

/** The event from which a fault's phase was counted is the last of its timer that the cables carried before the fault. */
export function examinePhases(trial: Trial, announcements: readonly Announcement[], findings: Findings): void {
  const inject = trial.first('inject') as unknown as { beforeNs: Ns; variant: number } | undefined
  const planned = trial.experiment.variants[inject?.variant ?? 0]?.phases
  const phases = trial.events.filter(({ ev }) => ev === 'phase') as unknown as readonly PhaseEvent[]
  if (inject === undefined || planned === undefined) return
  for (const { timer, periodNs, eventNs, offsetNs } of phases) {
    const after = [...planned.named, ...planned.others].find(({ because }) => because === timer)?.after
    if (after === undefined || IS[after.event] === undefined) continue
    const seen = announcements.filter((frame) => isOf(trial, after, frame) && frame.atNs < inject.beforeNs)
    const lastNs = seen.at(-1)?.atNs ?? -Infinity
    const behindNs = Math.abs(((inject.beforeNs - lastNs) % periodNs) - offsetNs)
    findings.check(
      'phase',
      Math.abs(lastNs - eventNs) <= trial.stampNs && behindNs <= trial.stampNs,
      'phase',
      () => `${timer}: counted from ${String(eventNs)} ns, and the last on the wire is at ${String(lastNs)} ns`,
    )
  }
}

/** What is seen of those timers of which tcpdump has picked the frames; of the others nothing is compared. */
const IS: Readonly<Record<string, (fields: Announcement['fields'], after: TimerEvent) => boolean>> = {
  vrrpAdvert: (fields, { vrid }) => Number(fields.get('vrrp.virt_rtr_id')) === vrid,
  lacpdu: (fields) => fields.has('lacp.actor.state'),
  bpdu: (fields, { rapid = false }) => Number(fields.get('stp.type') ?? -1) === (rapid ? 2 : 0),
  arpProbe: (fields, { targets }) =>
    fields.get('arp.opcode') === '1' && targets?.includes(fields.get('arp.dst.proto_ipv4') ?? '') === true,
}

/** The node receives what the others send, but sends its ARP monitor's probes itself. */
function isOf(trial: Trial, after: TimerEvent, { end, from, fields }: Announcement): boolean {
  const { node, interface: name } = after
  const isThere = end.end.node === node && (name === undefined || trial.portsOf(node, name).includes(end.end.interface))
  const isOwn = trial.macsOf(node).has(from)
  return isThere && isOwn === (after.event === 'arpProbe') && IS[after.event]?.(fields, after) === true
}
