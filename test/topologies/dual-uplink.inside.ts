import type { SessionRecord, StreamRecord } from '../../src/model/journal.ts'
import type { FlowPlan, SessionPlan } from '../../src/model/plan.ts'
import { seconds, type Ns } from '../../src/model/time.ts'
import type { Topology } from '../../src/model/topology.ts'
import { ProbeStreams } from '../../src/observe/streams/probes.ts'
import { startSession } from '../../src/observe/sessions/session.ts'
import { light, Stand } from '../observe/stand.ts'

export interface Input {
  readonly topology: Topology
  readonly flows: readonly FlowPlan[]
  readonly sessions: readonly SessionPlan[]
  /** Number of the cable that is dark for a second. */
  readonly cut: number
}

export interface Seen {
  readonly fromNs: Ns
  readonly toNs: Ns
  readonly streams: readonly StreamRecord[]
  readonly sessions: readonly SessionRecord[]
}

export default async function ({ topology, flows, sessions, cut }: Input): Promise<Seen> {
  const stand = new Stand(topology)
  await stand.watch()
  const { namespaces, clock, virtualTime } = stand
  const probes = await ProbeStreams.start({ namespaces, clock, virtualTime, flows, fateKnownNs: 1e9 })
  const running = sessions.map((one) => startSession(one, { namespaces, clock, seed: 1 }))
  // Every neighbour has answered by then.
  await stand.rest(seconds(6))
  const fromNs = clock.now()
  stand.executor.apply(light(cut, false))
  await stand.rest(seconds(1))
  const toNs = clock.now()
  stand.executor.apply(light(cut, true))
  await stand.rest(seconds(2))
  return { fromNs, toNs, sessions: running.map((one) => one.stop()), streams: await probes.stop() }
}
