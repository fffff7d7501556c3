import type { SessionRecord } from '../../src/model/journal.ts'
import type { SessionPlan } from '../../src/model/plan.ts'
import type { Topology } from '../../src/model/topology.ts'
import { startSession } from '../../src/observe/sessions/session.ts'
import { Stand } from '../observe/stand.ts'

/** MLAG's agents open the last legs a few seconds after LACP has settled; a lab's gate waits for that. */
const SETTLED_NS = 5e9

/** Two seconds of a session over a topology that has settled. */
export default async function ({
  topology,
  plan,
}: {
  readonly topology: Topology
  readonly plan: SessionPlan
}): Promise<SessionRecord> {
  const stand = new Stand(topology)
  await stand.watch()
  await stand.rest(SETTLED_NS)
  const { namespaces, clock } = stand
  const session = startSession(plan, { namespaces, clock, seed: 1 })
  await stand.rest(2e9)
  return session.stop()
}
