import { announcementsOf } from './announcements.ts'
import { arrivalsOf, type Arrival } from './arrivals.ts'
import { examineBonds, examineLegs } from './bond.ts'
import { Findings, type Disagreement } from './findings.ts'
import { examineLacp } from './lacp.ts'
import { examinePhases } from './phase.ts'
import { examineRapidTree } from './rapid-tree.ts'
import { recount } from './recount.ts'
import { examineRoutes } from './routes.ts'
import { examineSessions } from './routing.ts'
import { sightingsOf, streamsOf, type Stream } from './sightings.ts'
import { Trial } from './trial.ts'
import { examineTree } from './tree.ts'
import { examineVrrp } from './vrrp.ts'

/**
 * The second opinion on a trial that ran with `--pcap`: everything that the captures of its cables, read by tshark,
 * contradict. Empty: they agree.
 * @param folder `runs/LAB/STAMP/trials/0-7`
 * @throws Error where the folder holds no such trial, or a capture cannot be read to its end
 */
export const opinionOf = async (folder: string): Promise<readonly Disagreement[]> =>
  (await examine(folder)).disagreements

/** The same, with how much of each kind was compared. */
export async function examine(folder: string): Promise<Findings> {
  const trial = new Trial(folder)
  const findings = new Findings()
  for (const { node, interface: port } of trial.missing)
    findings.disagreements.push({ about: `${node}:${port}`, what: 'there is no capture of it' })
  if (trial.missing.length > 0) return findings
  const { sightings, epochSeconds } = await sightingsOf(trial)
  const arrivals = arrivalsOf(trial, sightings)
  for (const [number, stream] of streamsOf(trial).entries())
    examineStream(trial, stream, arrivals[number] ?? [], findings)
  // Where no probe left, nothing says when the journal's clock began.
  if (sightings.length === 0) return findings
  const announcements = await announcementsOf(trial, epochSeconds)
  examineVrrp(trial, announcements, findings)
  examineLacp(trial, announcements, findings)
  examineTree(trial, announcements, findings)
  examineRapidTree(trial, announcements, findings)
  examineLegs(trial, sightings, findings)
  examineBonds(trial, announcements, findings)
  examineSessions(trial, announcements, findings)
  examineRoutes(trial, announcements, findings)
  examinePhases(trial, announcements, findings)
  return findings
}

function examineStream(trial: Trial, stream: Stream, arrivals: readonly Arrival[], findings: Findings): void {
  const { flow, direction, overdueNs } = stream
  const about = `${flow} ${direction} ${String(stream.stream)}`
  const account = trial.accounts.find(
    (one) => one.flow === flow && one.direction === direction && one.stream === stream.stream,
  )
  const differences =
    account === undefined
      ? ['the journal has no account of it']
      : recount(account, arrivals, { overdueNs, stampNs: trial.stampNs })
  findings.count('packet', account?.sent ?? 0)
  for (const what of differences) findings.disagreements.push({ about, what })
}
