import type { Executor } from '../../src/inject/executor.ts'
import type { Operation } from '../../src/model/operation.ts'
import type { Ns } from '../../src/model/time.ts'
import type { Topology } from '../../src/model/topology.ts'
import type { Matrix, Sent, Station } from './matrix.ts'

/** What is measured, and what is broken meanwhile. */
export interface Cut {
  readonly topology: Topology
  readonly stations: readonly Station[]
  readonly inject: readonly Operation[]
  readonly heal: readonly Operation[]
  /** What every protocol needs to settle anew. */
  readonly settleNs: Ns
  /** How long any frame is on its way at most. */
  readonly travelNs: Ns
}

export interface AroundACut {
  readonly healthy: Sent[]
  readonly broken: Sent[]
  readonly healed: Sent[]
}

/** The matrix of a network that has settled, once something is cut, and once it is whole again. */
export async function aroundACut(
  { inject, heal, settleNs }: Cut,
  matrix: Matrix,
  executor: Executor,
  rest: (ns: Ns) => Promise<void>,
): Promise<AroundACut> {
  const measured = async (): Promise<Sent[]> => {
    await rest(settleNs)
    await matrix.announce()
    return await matrix.measure()
  }
  const healthy = await measured()
  executor.apply(inject)
  const broken = await measured()
  executor.apply(heal)
  return { healthy, broken, healed: await measured() }
}
