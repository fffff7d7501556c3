import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { StreamRecord } from '../../../src/model/journal.ts'
import type { Ns } from '../../../src/model/time.ts'
import { ProbeStreams } from '../../../src/observe/streams/probes.ts'
import { flowBetween, pair } from '../pair.ts'
import { Stand } from '../stand.ts'

export interface Observed {
  /** From before to after the time in which something else had the CPU. */
  readonly busy: readonly [Ns, Ns]
  readonly records: readonly StreamRecord[]
}

/** Two system calls a block, each of which costs 5 us of virtual time: 200 ms in all. */
const HOG = ['-f', '50', 'dd', 'if=/dev/zero', 'of=/dev/null', 'bs=1', 'count=20000']

/** A program of a higher priority than that of the probes takes the CPU for a while. */
export default async function (): Promise<Observed> {
  const stand = new Stand(pair())
  const { namespaces, clock, virtualTime } = stand
  const flows = [flowBetween('one', 100, 1, 20_000), flowBetween('other', 50, 1, 30_000)]
  const probes = await ProbeStreams.start({ namespaces, clock, virtualTime, flows, fateKnownNs: 1e9 })
  await stand.rest(1e9)
  const fromNs = clock.now()
  await once(spawn('chrt', HOG, { stdio: 'ignore' }), 'close')
  const toNs = clock.now()
  await stand.rest(1e9)
  return { busy: [fromNs, toNs], records: await probes.stop() }
}
