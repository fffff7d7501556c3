import { NODE_IMAGE } from '../model/node-image.ts'
import { panelEnd, WIRE, type Operation } from '../model/operation.ts'
import type { ContainerlabPlan } from '../model/plan.ts'
import { programOf } from '../mechanisms/all/needs.ts'
import { fail } from '../model/problem.ts'
import type { Topology } from '../model/topology.ts'
import { clabNames } from '../render/clab-names.ts'
import { renderClab } from '../render/clab.ts'
import { wiring, type WiringPlan } from './wiring.ts'

export type Mode = ContainerlabPlan['mode']

/** What is deployed, or attached to: of our own topologies the files that `generate` writes, of a user's file the derived one. */
export function containerlabPlan(topology: Topology, name: string, mode: Mode): ContainerlabPlan {
  const { containerlab: source } = topology
  const lab = source?.lab ?? clabName(name)
  const topologyFile = `${lab}.clab.yml`
  const common = { kind: 'containerlab', lab, mode, topologyFile } as const
  if (source !== undefined) {
    const files: Record<string, string> = mode === 'deploy' ? { [topologyFile]: source.derived, ...source.files } : {}
    const cables = mode === 'deploy' ? source.cables : source.attached
    return { ...common, names: {}, files, paths: source.paths, cables, images: source.images }
  }
  const { yaml, files } = renderClab({ ...topology, name: lab })
  return {
    ...common,
    names: clabNames(topology),
    files: mode === 'deploy' ? { [topologyFile]: yaml, ...files } : {},
    paths: [],
    cables: topology.cables.map(() => 'panel'),
    images: [NODE_IMAGE.reference],
  }
}

/** A lab's file may have any name, a lab of containerlab may not. */
function clabName(name: string): string {
  if (/^[a-zA-Z0-9][a-zA-Z0-9-._]*$/.test(name)) return name
  return fail({
    code: 'clab-name',
    what: `the lab is called ${JSON.stringify(name)}, which containerlab does not take`,
    allowed: 'letters, digits, - . and _, and one of the first two in front',
    next: "rename the lab's file",
  })
}

/** Daemons of a user's own lab that runs already report to nobody: what becomes of them is not seen. */
const unwatched = (topology: Topology): Topology =>
  topology.containerlab === undefined
    ? topology
    : { ...topology, nodes: topology.nodes.map((node) => ({ ...node, features: {} })) }

/**
 * Containers configure themselves, and containerlab joins their cables: what is left are middle ends that pass packets
 * one by one, and, where a cable has no middle, a place for filters at the nodes' own ends.
 */
export function containerlabWiring(topology: Topology, { cables, mode }: ContainerlabPlan): WiringPlan {
  const { settle, watch, needs } = wiring(mode === 'attach' ? unwatched(topology) : topology)
  return {
    build: topology.cables.flatMap(({ a, b }, number): readonly Operation[] =>
      cables[number] === 'panel'
        ? (['a', 'b'] as const).map((end) => ({
            op: 'gso-max-segs',
            ns: WIRE,
            name: panelEnd(number, end).name,
            segments: 1,
          }))
        : [a, b].map((end) => ({ op: 'clsact', ns: end.node, name: end.interface })),
    ),
    daemons: [],
    settle,
    watch,
    // Programs are the image's.
    needs: needs.filter((one) => programOf(one) === undefined),
  }
}
