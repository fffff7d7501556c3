import { join } from 'node:path'
import { launchGuest } from '../src/kernel/launch.ts'
import { FileTail } from '../src/kernel/tail.ts'
import type { JournalEvent } from '../src/model/journal.ts'
import { firstTrial } from './trial.ts'

const LOOK_MS = 2

/** How far a trial must have come. */
export type Seen = (events: readonly JournalEvent[]) => boolean

/** Both keepalived processes have said which state they are in. */
export const daemonsStarted: Seen = (events) =>
  new Set(events.flatMap((event) => (event.ev === 'state' && event.watch === 'vrrp' ? [event.node] : []))).size === 2

/** The gate is entered when the probes' thread has said that it sends. */
export const probing: Seen = (events) => events.some((event) => event.ev === 'step' && event.step === 'gate')

/** Wall seconds from the launch of a trial's guest until its journal shows that; the guest is ended then. */
export async function secondsUntil(seen: Seen, lab: string, flavour: 'virtual' | 'uml'): Promise<number> {
  using trial = await firstTrial(lab, flavour)
  const enough = new AbortController()
  const tail = new FileTail(join(trial.request.outDir, 'journal.ndjson'))
  const events: JournalEvent[] = []
  let seconds = NaN
  try {
    const started = performance.now()
    const timer = setInterval(() => {
      events.push(...tail.read().lines.map((line) => JSON.parse(line) as JournalEvent))
      if (!Number.isNaN(seconds) || !seen(events)) return
      seconds = (performance.now() - started) / 1000
      enough.abort()
    }, LOOK_MS)
    const guest = await launchGuest({ ...trial.request, signal: enough.signal })
    clearInterval(timer)
    if (Number.isNaN(seconds))
      throw new Error(`${lab} in ${flavour} never came so far: ${guest.problem?.what ?? guest.status}`)
    return seconds
  } finally {
    tail.close()
  }
}
