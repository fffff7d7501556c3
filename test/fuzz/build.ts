import * as chaos from '../../chaos/index.ts'
import { defineLab } from '../../src/lab/define.ts'
import { flow, session } from '../../src/lab/traffic.ts'
import { compose } from '../../src/compose/index.ts'
import type { Fault } from '../../src/model/fault.ts'
import type { CableHandle, NodeHandle } from '../../src/model/handle.ts'
import type { Lab } from '../../src/model/lab.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { Problem } from '../../src/model/problem.ts'
import type { Site } from '../../src/model/topology.ts'
import type { Traffic } from '../../src/model/traffic.ts'
import { buildPlan } from '../../src/plan/plan.ts'
import * as topologies from '../../topologies/index.ts'
import {
  EXPERIMENT,
  TRIALS,
  type CableRef,
  type ComposedSpec,
  type FaultSpec,
  type LabSpec,
  type NodeRef,
  type Path,
  type TargetSpec,
  type TopologySpec,
  type TrafficSpec,
} from './spec.ts'

/** The lab of a spec, by the same calls that its file makes. @throws BackhoeError where it is none */
export function labOf(spec: LabSpec): Lab {
  const site = siteOf(spec.topology)
  const { fault, drift, targets, ...rest } = spec.experiment
  const experiment = {
    ...rest,
    fault: faultOf(fault, site),
    ...(drift === undefined ? {} : { drift: faultOf(drift, site) }),
    trials: TRIALS,
    targets,
  }
  // A spec is read as whatever a user may have written: defineLab refuses what is wrong.
  return (defineLab as (lab: unknown) => Lab)({
    topology: site,
    traffic: Object.fromEntries(Object.entries(spec.traffic).map(([name, one]) => [name, trafficOf(one, site)])),
    experiments: { [EXPERIMENT]: experiment },
  })
}

/** The virtual-time kernel's. */
export const HZ = 100

/** @throws BackhoeError where the lab is none, or cannot be planned */
export const planOf = (spec: LabSpec, name = 'fuzz'): { plan: Plan; warnings: readonly Problem[] } =>
  buildPlan(labOf(spec), name, { hz: HZ })

/** @throws BackhoeError where an option is wrong, or the whole is no topology */
export function siteOf(spec: TopologySpec): Site {
  if (!('generator' in spec)) return composed(spec)
  return callable(topologies, spec.generator)(spec.options) as Site
}

function composed({ nodes, links }: ComposedSpec): Site {
  const net = compose('fuzz')
  const builders = nodes.map(({ name, options, calls }) => {
    const builder = net.node(name, options as never)
    for (const [noun, ...args] of calls) callable(builder, noun)(...args)
    return builder
  })
  const port = (end: string) => {
    const [node = '', name = ''] = end.split(':')
    const builder = builders.find((one) => one.name === node)
    if (builder === undefined) throw new Error(`a link ends at ${end}, and there is no such node`)
    return builder.port(name)
  }
  for (const [a, b] of links) net.link(port(a), port(b))
  return { topology: net.build() }
}

function trafficOf({ traffic, from, to, options }: TrafficSpec, site: Site): Traffic {
  const ends = [nodeAt(from, site), nodeAt(to, site)] as const
  return traffic === 'flow' ? flow(...ends, options) : session[traffic](...ends, options)
}

function faultOf({ fault, on, vlan, options = {} }: FaultSpec, site: Site): Fault {
  const args = [targetAt(on, site), ...(vlan === undefined ? [] : [vlan]), options]
  return callable(chaos, fault)(...args) as Fault
}

const nodeAt = (ref: NodeRef, site: Site): NodeHandle =>
  'path' in ref ? (handleAt(ref.path, site) as NodeHandle) : nodeHandle(ref.node, site)

function targetAt(target: TargetSpec, site: Site): unknown {
  if ('path' in target) return handleAt(target.path, site)
  if ('node' in target) return nodeHandle(target.node, site)
  if ('nodes' in target)
    return {
      handle: 'nodes',
      text: target.nodes.join(' and '),
      nodes: target.nodes.map((name) => nodeHandle(name, site)),
    }
  if ('cables' in target) return target.cables.map((cable) => cableHandle({ cable }, site))
  if (!('select' in target)) return cableHandle(target, site)
  const candidates = target.select.map(({ when, ...cable }) => ({ when, cable: cableHandle(cable, site) }))
  return { handle: 'selector', text: target.text, candidates }
}

function cableHandle({ cable: name, near }: CableRef, { topology }: Site): CableHandle {
  const cable = topology.cables.find((one) => one.name === name)
  if (cable === undefined) throw new Error(`there is no cable ${name}`)
  const [one, other] = near === 'b' ? [cable.b, cable.a] : [cable.a, cable.b]
  return { handle: 'cable', cable, near: one, far: other }
}

function nodeHandle(name: string, { topology }: Site): NodeHandle {
  const node = topology.nodes.find((one) => one.name === name)
  if (node === undefined) throw new Error(`there is no node ${name}`)
  return { handle: 'node', node }
}

export const handleAt = (path: Path, site: Site): unknown =>
  path.reduce<unknown>(
    (at, step) =>
      typeof step === 'string' ? (at as Record<string, unknown>)[step] : (at as (arg: unknown) => unknown)(step[0]),
    site,
  )

function callable(of: object, name: string): (...args: unknown[]) => unknown {
  const found = (of as Record<string, unknown>)[name]
  if (typeof found !== 'function') throw new Error(`there is nothing called ${name}`)
  return found.bind(of) as (...args: unknown[]) => unknown
}
