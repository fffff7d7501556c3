import { Clock } from '../../src/linux/clock.ts'
import { SHARED } from '../../src/model/job.ts'
import { Journal } from '../../src/agent/journal.ts'
import { RunningLab } from '../../src/agent/lab.ts'
import { openNetwork } from '../../src/agent/network.ts'
import { after } from '../../src/linux/pause.ts'
import { seconds } from '../../src/model/time.ts'
import type { TrialInput } from '../../src/model/plan.ts'

/** Builds and settles a plan, lets its flows run for two seconds, and says how many packets each stream lost. */
export default async function (input: TrialInput): Promise<{ settledNs: number; streams: string[] }> {
  const clock = new Clock()
  const journal = new Journal(`${SHARED.out}/journal.ndjson`, clock)
  const context = { clock, journal, virtualTime: true, out: SHARED.out, tools: null }
  const began = clock.now()
  const ending = new AbortController()
  const lab = await RunningLab.build(await openNetwork(input.plan, context, ending), input, context, ending)
  const settledNs = clock.now() - began
  await lab.startTraffic()
  await after(clock, clock.now() + seconds(2))
  const streams = (await lab.stopTraffic()).flatMap((record) => {
    if (record.ev !== 'stream') return []
    const lost = record.lost.reduce((sum, [from, to]) => sum + to - from + 1, 0)
    return [`${record.direction} ${String(record.stream)}: ${String(record.sent)} sent, ${String(lost)} lost`]
  })
  return { settledNs, streams }
}
