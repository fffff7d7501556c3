import type { Announcement } from './announcements.ts'
import type { Findings } from './findings.ts'
import { streamsOf, type Sighting } from './sightings.ts'
import type { Trial } from './trial.ts'

/** A bond whose active member changes announces its addresses there (bond_change_active_slave, NETDEV_NOTIFY_PEERS). */
export function examineBonds(trial: Trial, announcements: readonly Announcement[], findings: Findings): void {
  for (const { node, name, mode } of trial.plan.watch.bonds) {
    const addresses = trial.addressesOf(node, name)
    if (mode !== 'active-backup' || addresses.length === 0) continue
    const macs = trial.macsOf(node)
    const claims = announcements.filter(
      ({ end, from, fields }) =>
        end.end.node === node &&
        macs.has(from) &&
        addresses.includes(fields.get('arp.src.proto_ipv4') ?? '') &&
        fields.get('arp.dst.proto_ipv4') === fields.get('arp.src.proto_ipv4'),
    )
    for (const change of trial.changes('bondActive', node, name)) {
      const { t, from, to } = change
      if (from === null || from === 'none' || to === 'none') continue
      // One without carrier does not (bond_should_notify_peers): none of its legs was up a moment ago.
      if (trial.at('carrier', node, name, t).includes('down')) continue
      const announces = claims.some(({ end, atNs }) => end.end.interface === to && trial.isAt(change, atNs))
      const what = (): string => `${to} at ${String(t)} ns, and no gratuitous ARP on it then`
      findings.check('gratuitous ARP', announces, `bondActive ${node} ${name}`, what)
    }
  }
}

/** What a bond sends leaves by its active member. Switches may flood it back to another one, so that it is seen on both. */
export function examineLegs(trial: Trial, sightings: readonly Sighting[], findings: Findings): void {
  const streams = streamsOf(trial)
  const bonds = new Map(trial.captures.map(({ end }) => [end, trial.activeBackupOf(end)]))
  const elsewhere = new Map<string, Sighting>()
  const active = new Set<string>()
  for (const sighting of sightings) {
    const { stream, sequence, atNs, end } = sighting
    const bond = bonds.get(end.end) ?? null
    if (bond === null || streams[stream]?.from.node !== end.end.node) continue
    const key = `${String(stream)} ${String(sequence)}`
    const members = trial.at('bondActive', end.end.node, bond, atNs)
    if (members.includes(end.end.interface)) active.add(key)
    else elsewhere.set(key, sighting)
  }
  if (active.size > 0) findings.count('leg', active.size)
  for (const [key, { atNs, end }] of elsewhere)
    if (!active.has(key)) {
      const { node, interface: port } = end.end
      const what = `packet ${key} left by ${port} at ${String(atNs)} ns, which was not the active member`
      findings.disagreements.push({ about: `bondActive ${node} ${bonds.get(end.end) ?? ''}`, what })
    }
}
