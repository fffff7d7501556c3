import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { GuestEnd, Isolation } from '../kernel/guest.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { launchGuest } from '../kernel/launch.ts'
import { agentFolder } from '../kernel/place.ts'
import type { ContainerTools } from '../model/containers.ts'
import type { JournalEvent } from '../model/journal.ts'
import { hasForeignImages } from '../model/node-image.ts'
import type { Plan } from '../model/plan.ts'
import { BackhoeError } from '../model/problem.ts'
import type { Ns } from '../model/time.ts'
import type { StateSeen } from '../report/run-event.ts'
import { checkRoom } from './folder.ts'
import type { RunFolder } from './folder.ts'
import type { KernelFacts } from '../model/job.ts'
import { sealJournal, wholeEvents } from './trial-journal.ts'
import type { GuestFailure } from './trial-journal.ts'
import type { Trial } from './trial-list.ts'

/** Enough for the largest lab that we know (200 nodes), and for Docker's images and layers; only what is touched is taken. */
export const memoryMb = ({ runtime }: Plan): number => (runtime.kind === 'netns' ? 512 : 3072)

/** An agent writes a beat each lab second; a minute of nothing on the wall is a hang, also on a busy machine. */
const SILENT_WALL_MS = 60_000

/** What a trial's journal and a shut-down need at least, bytes. */
const LAST_BYTES = 2 ** 20

export interface GuestPlace {
  readonly folder: RunFolder
  readonly kernel: Kernel
  readonly facts: KernelFacts
  /** Of the containerlab runtime. */
  readonly tools: ContainerTools | null
  readonly isolation: Isolation
  readonly cpu: number
  readonly signal: AbortSignal
  readonly beat: (labNs: Ns) => void
  /** A watcher saw a state. */
  readonly seen: (state: StateSeen['state']) => void
  /** A node of a lab that comes up in the guest, or what it needs, has done so. null: nobody asks. */
  readonly deploying: ((text: string) => void) | null
  /** Takes back what a guest has not taken back itself; what it needs for that lies in the trial's folder. */
  readonly heal: () => Promise<void>
}

export interface TrialOutcome {
  readonly journal: string
  readonly failure: GuestFailure | null
  readonly guest: GuestEnd
}

/**
 * One trial in a guest of its own. null: interrupted.
 * @throws BackhoeError where not this trial but the machine fails: no guest can boot (69), the disk is full (70)
 */
export async function runTrial(trial: Trial, place: GuestPlace): Promise<TrialOutcome | null> {
  const { folder, kernel, facts, tools, isolation, cpu, signal } = place
  const below = `trials/${trial.id}`
  const outDir = folder.makeFolder(below)
  const journalFile = join(outDir, 'journal.ndjson')
  folder.write(
    `${below}/job.json`,
    JSON.stringify({ job: 'trial', input: trial.input, kernel: facts, ...(tools === null ? {} : { tools }) }),
  )

  let deploying = tools === null || isolation === 'machine' ? null : place.deploying
  const guest = await launchGuest({
    kernel,
    agentDir: agentFolder(),
    outDir,
    rngSeed: trial.input.seed,
    cpu,
    memoryMb: memoryMb(trial.input.plan),
    safetyNet: hasForeignImages(trial.input.plan.runtime),
    isolation,
    silentWallMs: SILENT_WALL_MS,
    signal,
    onJournal: (lines) => {
      const t = /^\{"t":(\d+)/.exec(lines.at(-1) ?? '')?.[1]
      if (t !== undefined) place.beat(Number(t))
      for (const event of wholeEvents(
        lines
          .filter(tellsState)
          .map((line) => `${line}\n`)
          .join(''),
      ))
        if (event.ev === 'state') place.seen(event)
      for (const event of deploying === null ? [] : wholeEvents(`${lines.join('\n')}\n`)) {
        if (event.ev === 'step' && event.step === 'build') deploying = null
        if (event.ev === 'log') deploying?.(`${event.node} ${event.text}`.trimStart())
      }
    },
  })
  await place.heal()
  if (guest.status === 'killed' && guest.problem === null) {
    rmSync(outDir, { recursive: true, force: true })
    return null
  }
  if (guest.status === 'refused' && guest.problem !== null) throw new BackhoeError([guest.problem], 69)
  if (guest.status !== 'ended') checkRoom(outDir, LAST_BYTES)

  const events = wholeEvents(existsSync(journalFile) ? readFileSync(journalFile, 'utf8') : '')
  const failure = failureOf(guest, events)
  const journal = sealJournal(events, trial, facts, failure)
  // What they say is in the run's journal and plan now.
  rmSync(journalFile, { force: true })
  if (failure === null) rmSync(join(outDir, 'job.json'))
  else folder.write(`${below}/console.txt`, guest.lastLines.map((line) => `${line}\n`).join(''))
  if (readdirSync(outDir).length === 0) rmdirSync(outDir)
  return { journal, failure, guest }
}

/** Most lines do not, and are read only once. */
const tellsState = (line: string): boolean => line.includes('"ev":"state"')

/** The journal is the product: a guest that died only after its last word has done its work. */
function failureOf({ problem }: GuestEnd, events: readonly JournalEvent[]): GuestFailure | null {
  const last = events.at(-1)
  if (last?.ev === 'end' && last.status === 'completed') return null
  const said = events.find((event) => event.ev === 'error')
  const { code, what, next } = said ?? problem ?? CUT_SHORT
  return { code, what, ...(next === undefined ? {} : { next }) }
}

const CUT_SHORT: GuestFailure = { code: 'trial-cut-short', what: 'the guest powered off before its trial had ended' }
