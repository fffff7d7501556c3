import { panelEnd, WIRE, type Operation } from '../model/operation.ts'
import type { ContainerlabPlan, FaultVariant } from '../model/plan.ts'
import { fail } from '../model/problem.ts'
import { endpointText, type Endpoint, type Topology } from '../model/topology.ts'

type Cables = ContainerlabPlan['cables']
export type Steps = Pick<FaultVariant, 'inject' | 'heal' | 'proof'>

/** The middle of a cable that has none: where a fault's operations go instead, and what cannot be done there. */
export class NodeEnds {
  readonly #cables: Cables
  readonly #topology: Topology
  /** By the middle end's name: the node's end at the other side, which receives what the middle would and sends what it would. */
  readonly #instead: ReadonlyMap<string, Endpoint>

  constructor(topology: Topology, cables: Cables) {
    this.#topology = topology
    this.#cables = cables
    this.#instead = new Map(
      topology.cables.flatMap(({ a, b }, number): (readonly [string, Endpoint])[] =>
        cables[number] === 'panel'
          ? []
          : [[panelEnd(number, 'a').name, b] as const, [panelEnd(number, 'b').name, a] as const],
      ),
    )
  }

  /** The steps of a fault, at the nodes' own ends where the cable has no middle; refuses what needs one. `who` is the fault's experiment. */
  steps<S extends Steps>(steps: S, who: string, where: string | undefined): S {
    return {
      ...steps,
      inject: steps.inject.map((batch) => ({ ...batch, operations: this.operations(batch.operations, who, where) })),
      heal: this.operations(steps.heal, who, where),
      proof: steps.proof.map((check) => this.#moved(check)),
    }
  }

  operations(operations: readonly Operation[], who: string, where: string | undefined): readonly Operation[] {
    return operations.map((one) => {
      if (one.op === 'daemons') return noPower(one.node, who, where)
      if (one.op === 'light' && this.#cables[one.cable] !== 'panel') return this.#noMiddle(one.cable, who, where)
      return this.#moved(one)
    })
  }

  #moved<Thing extends object>(thing: Thing): Thing {
    if (!('ns' in thing) || thing.ns !== WIRE || !('name' in thing) || typeof thing.name !== 'string') return thing
    const end = this.#instead.get(thing.name)
    return end === undefined ? thing : { ...thing, ns: end.node, name: end.interface }
  }

  #noMiddle(cable: number, who: string, where: string | undefined): never {
    const { a, b } = this.#topology.cables[cable] ?? {}
    const ends = [a, b].flatMap((end) => (end === undefined ? [] : [endpointText(end)])).join(' and ')
    return fail({
      code: 'no-middle',
      what: `${who} cuts the cable between ${ends}, but that is a plain veth of a lab that runs already: there is nothing between its ends`,
      allowed:
        'linkSilent and impair, at the nodes’ ends; a port shut in a node loses its routes and IPv6 addresses, and that is no cut cable',
      next: 'let Backhoe deploy the lab, which puts a middle into its cables, or write `type: veth-stitch` into its file',
      ...(where === undefined ? {} : { where }),
    })
  }
}

/** What runs in a container is its own. */
function noPower(node: string, who: string, where: string | undefined): never {
  return fail({
    code: 'no-power',
    what: `${who} takes the power of ${node}, but what runs in a container was not started by Backhoe`,
    allowed: 'linkCut of all its cables, which its neighbours cannot tell from a loss of power',
    next: '--runtime netns',
    ...(where === undefined ? {} : { where }),
  })
}
