import { ProbeStreams } from '../../src/observe/streams/probes.ts'
import type { FlowPlan } from '../../src/model/plan.ts'
import { ms, seconds, type Ns } from '../../src/model/time.ts'
import type { Topology } from '../../src/model/topology.ts'
import type { Failure } from '../delivery/failure.ts'
import { Stand } from '../observe/stand.ts'

export interface Input {
  readonly topology: Topology
  readonly flows: readonly FlowPlan[]
  readonly failures: readonly Failure[]
  /** What the protocols need at most, after a fault and after its end. */
  readonly settleNs: Ns
}

export interface Measured {
  readonly name: string
  /** `h1-h2 forward`: 'none', 'all' or `12 of 100` packets, of all streams that way. */
  readonly lost: Readonly<Record<string, string>>
}

const MEASURED_NS: Ns = ms(500)
/** What is sent at last has arrived by then. */
const FATE_NS: Ns = ms(100)

/** What is lost of all flows while a network is healthy, with each failure once its protocols have settled, and healthy again. */
export default async function ({ topology, flows, failures, settleNs }: Input): Promise<readonly Measured[]> {
  const stand = new Stand(topology)
  const { namespaces, clock, virtualTime } = stand
  const watcher = await stand.watch()
  const settle = async (): Promise<void> => {
    for (const { wait, deadlineNs } of stand.wiring.settle) await watcher.waitFor(wait, clock.now() + deadlineNs)
    await stand.rest(settleNs)
  }
  const measure = async (name: string): Promise<Measured> => {
    const probes = await ProbeStreams.start({ namespaces, clock, virtualTime, flows, fateKnownNs: FATE_NS })
    await stand.rest(MEASURED_NS)
    const found = new Map<string, [lost: number, sent: number]>()
    for (const { flow, direction, lost, sent } of await probes.stop()) {
      const key = `${flow} ${direction}`
      const [lostBefore, sentBefore] = found.get(key) ?? [0, 0]
      found.set(key, [lostBefore + lost.reduce((sum, [first, last]) => sum + last - first + 1, 0), sentBefore + sent])
    }
    return {
      name,
      lost: Object.fromEntries(
        [...found].map(([key, [lost, sent]]) => [
          key,
          lost === 0 ? 'none' : lost === sent ? 'all' : `${String(lost)} of ${String(sent)}`,
        ]),
      ),
    }
  }
  await stand.rest(seconds(1))
  const results = [await measure('healthy')]
  for (const { name, inject, heal } of failures) {
    stand.executor.apply(inject)
    await stand.rest(settleNs)
    results.push(await measure(name))
    stand.executor.apply(heal)
    await settle()
  }
  return [...results, await measure('healthy again')]
}
