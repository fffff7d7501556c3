import type { TimedBatch } from '../model/fault.ts'
import { panelEnd, WIRE, type Operation } from '../model/operation.ts'
import type { ContainerlabPlan, FaultVariant } from '../model/plan.ts'
import { fail } from '../model/problem.ts'
import { endpointText, type Endpoint, type Restart, type Topology } from '../model/topology.ts'
import { NODE_EXEC } from '../render/node-script.ts'

type Cables = ContainerlabPlan['cables']
export type Steps = Pick<FaultVariant, 'inject' | 'heal' | 'proof'>

/** The middle of a cable that has none: where a fault's operations go instead, and what cannot be done there. */
export class NodeEnds {
  readonly #cables: Cables
  readonly #mode: ContainerlabPlan['mode']
  readonly #topology: Topology
  readonly #restarts: Readonly<Record<string, Restart>>
  readonly #talking: ReadonlySet<string>
  /** By the middle end's name: the node's end at the other side, which receives what the middle would and sends what it would. */
  readonly #instead: ReadonlyMap<string, Endpoint>

  /** `talking`: nodes in which traffic begins or ends. */
  constructor(topology: Topology, { cables, mode }: ContainerlabPlan, talking: ReadonlySet<string>) {
    this.#topology = topology
    this.#restarts = topology.containerlab?.restarts[mode] ?? {}
    this.#talking = talking
    this.#cables = cables
    this.#mode = mode
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
    // Whether a container may be killed is asked where it would start again.
    const heal = this.operations(steps.heal, who, where)
    const inject = steps.inject.map((batch) => ({
      ...batch,
      operations: this.operations(batch.operations, who, where),
    }))
    return {
      ...steps,
      inject: killedLast(inject),
      heal,
      proof: steps.proof.map((check) => this.#moved(check)),
    }
  }

  operations(operations: readonly Operation[], who: string, where: string | undefined): readonly Operation[] {
    return operations.map((one) => {
      if (one.op === 'power') return { ...one, ...(one.on ? { exec: this.#exec(one.node, who, where) } : {}) }
      if (one.op === 'ovs-vlans' && this.#mode === 'attach') return ofContainer(one.ns, who, where)
      if (one.op === 'light' && this.#cables[one.cable] !== 'panel') return this.#noMiddle(one.cable, who, where)
      return this.#moved(one)
    })
  }

  /** What the node is told when it starts again. */
  #exec(node: string, who: string, where: string | undefined): readonly string[] {
    const restart = this.#restarts[node] ?? { exec: NODE_EXEC }
    if (this.#talking.has(node))
      noPower(node, 'traffic begins or ends there, and its sockets would die with the container', who, where)
    return 'exec' in restart ? restart.exec : noPower(node, restart.because, who, where)
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

/** Docker takes its time to kill: its neighbours see the node dark before, and nothing of that. */
function killedLast(inject: readonly TimedBatch[]): readonly TimedBatch[] {
  const kills = inject.flatMap(({ operations }) => operations.filter(({ op }) => op === 'power'))
  if (kills.length === 0) return inject
  const others = inject.map((batch) => ({ ...batch, operations: batch.operations.filter(({ op }) => op !== 'power') }))
  return [...others, { atNs: Math.max(...inject.map(({ atNs }) => atNs)) + 1, operations: kills }]
}

/** What would take it back once a run is killed knows no folder of a node. */
function ofContainer(node: string, who: string, where: string | undefined): never {
  return fail({
    code: 'vlan-on-rstp',
    what: `${who} takes a VLAN from a port of ${node}, which has rstp: its VLANs are Open vSwitch’s, in a container of this machine`,
    allowed: 'the same on --kernel virtual or --kernel uml, or without --runtime containerlab',
    ...(where === undefined ? {} : { where }),
  })
}

function noPower(node: string, because: string, who: string, where: string | undefined): never {
  return fail({
    code: 'no-power',
    what: `${who} kills the container of ${node}, but ${because}`,
    allowed: 'nodePause; where its cables have a middle, linkCut of all of them: its neighbours see no difference',
    ...(where === undefined ? {} : { where }),
  })
}
