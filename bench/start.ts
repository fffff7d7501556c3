import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chooseKernel } from '../src/kernel/choose.ts'
import { launchGuest } from '../src/kernel/launch.ts'
import { agentFolder } from '../src/kernel/place.ts'
import { Tail } from '../src/kernel/tail.ts'
import { loadPlan } from '../src/lab/load.ts'
import type { JournalEvent } from '../src/model/journal.ts'
import { allowedCpus } from '../src/run/cpus.ts'
import { memoryMb } from '../src/run/guest.ts'
import { kernelFacts } from '../src/run/kernel-facts.ts'
import { listTrials } from '../src/run/trial-list.ts'

const LOOK_MS = 2
const SEED = 1

/** How far a trial must have come. */
export type Seen = (events: readonly JournalEvent[]) => boolean

/** Both keepalived processes have said which state they are in. */
export const daemonsStarted: Seen = (events) =>
  new Set(events.flatMap((event) => (event.ev === 'state' && event.watch === 'vrrp' ? [event.node] : []))).size === 2

/** The gate is entered when the probes' thread has said that it sends. */
export const probing: Seen = (events) => events.some((event) => event.ev === 'step' && event.step === 'gate')

/** Wall seconds from the launch of a trial's guest until its journal shows that; the guest is ended then. */
export async function secondsUntil(seen: Seen, lab: string, flavour: 'virtual' | 'uml'): Promise<number> {
  const { kernel } = chooseKernel(flavour)
  const { plan } = await loadPlan(lab, { hz: kernel.hz })
  const [trial] = listTrials(plan, { seed: SEED, trial: 0, pcap: false })
  if (trial === undefined) throw new Error(`${lab} has no trial`)
  const outDir = mkdtempSync(join(tmpdir(), 'backhoe-bench-'))
  const enough = new AbortController()
  const tail = new Tail(join(outDir, 'journal.ndjson'))
  const events: JournalEvent[] = []
  let seconds = NaN
  try {
    writeFileSync(
      join(outDir, 'job.json'),
      JSON.stringify({ job: 'trial', input: trial.input, kernel: kernelFacts(kernel) }),
    )
    const started = performance.now()
    const timer = setInterval(() => {
      events.push(...tail.read().lines.map((line) => JSON.parse(line) as JournalEvent))
      if (!Number.isNaN(seconds) || !seen(events)) return
      seconds = (performance.now() - started) / 1000
      enough.abort()
    }, LOOK_MS)
    const [cpu = 0] = allowedCpus()
    const guest = await launchGuest({
      ...{ kernel, agentDir: agentFolder(), outDir, rngSeed: SEED, cpu, memoryMb: memoryMb(trial.input.plan) },
      silentWallMs: 60_000,
      signal: enough.signal,
    })
    clearInterval(timer)
    if (Number.isNaN(seconds))
      throw new Error(`${lab} in ${flavour} never came so far: ${guest.problem?.what ?? guest.status}`)
    return seconds
  } finally {
    tail.close()
    rmSync(outDir, { recursive: true, force: true })
  }
}
