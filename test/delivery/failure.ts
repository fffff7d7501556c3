import type { Fault } from '../../src/model/fault.ts'
import { cablesOf, type CableHandle } from '../../src/model/handle.ts'
import type { Operation } from '../../src/model/operation.ts'
import type { Topology } from '../../src/model/topology.ts'

/** A fault as what is done to a stand. */
export interface Failure {
  readonly name: string
  readonly inject: readonly Operation[]
  readonly heal: readonly Operation[]
}

export function failureOf(topology: Topology, name: string, fault: Fault): Failure {
  const steps = cablesUnder(topology, fault).map((cable) => fault.steps(topology, cable))
  return {
    name,
    inject: steps.flatMap(({ inject }) => inject.flatMap(({ operations }) => operations)),
    heal: steps.flatMap(({ heal }) => heal),
  }
}

/** Every cable that it does something to. */
export function cablesUnder(topology: Topology, { target }: Fault): readonly CableHandle[] {
  switch (target.handle) {
    case 'node':
    case 'nodes':
      return cablesOf(topology, target)
    case 'cable':
      return [target]
    case 'cables':
      return target.cables
    case 'selector':
      throw new Error(target.text)
  }
}
