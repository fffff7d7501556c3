import { launchGuest } from '../src/kernel/launch.ts'
import { firstTrial } from './trial.ts'

/** What our kernel prints as it powers off (kernel/7.3/vt.patch). */
const EVENTS = /^events: (\d+) system calls, (\d+) faults$/

/** System calls and faults of the programs of a lab's first trial; the same on every machine. Null where the kernel does not count. */
export async function eventsOf(lab: string): Promise<number | null> {
  using trial = await firstTrial(lab, 'virtual')
  const { lastLines, problem } = await launchGuest(trial.request)
  if (problem !== null) throw new Error(`${lab}: ${problem.what}`)
  const [counted] = lastLines.flatMap((line) => {
    const [, calls, faults] = EVENTS.exec(line) ?? []
    return calls === undefined ? [] : [Number(calls) + Number(faults)]
  })
  return counted ?? null
}
