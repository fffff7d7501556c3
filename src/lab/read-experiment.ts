import type { Fault } from '../model/fault.ts'
import { CAPABILITIES, isCapability } from '../mechanisms/all/needs.ts'
import { nodesOf, type CableHandle, type NodeHandle } from '../model/handle.ts'
import type { Experiment } from '../model/lab.ts'
import { BackhoeError } from '../model/problem.ts'
import { remedyFor } from '../words/nearest.ts'
import { FLOW_METRICS } from '../model/target.ts'
import type { Target } from '../model/target.ts'
import type { Topology } from '../model/topology.ts'
import { SESSION_VERDICTS } from '../model/traffic.ts'
import type { Traffic } from '../model/traffic.ts'
import { asText, quoted, shown } from '../words/shown.ts'
import { isRecord } from '../model/record.ts'
import type { Parameters } from '../words/parameters.ts'
import { refuseName } from './names.ts'
import { refuseState } from './state.ts'
import { parseBound, parseLossBound } from './target.ts'

const PROMISES = SESSION_VERDICTS.filter((verdict) => verdict !== 'dead')

/** Reads experiments against the topology and the traffic that their lab declares. */
export class ExperimentReader {
  private readonly lab: Parameters
  private readonly experiments: Parameters
  private readonly topology: Topology | null
  private readonly traffic: Readonly<Record<string, Traffic>>
  private readonly declared: readonly string[]

  /** `topology` is null, and a name of `declared` is not in `traffic`, where that has been complained of already. */
  constructor(
    lab: Parameters,
    topology: Topology | null,
    traffic: Readonly<Record<string, Traffic>>,
    declared: readonly string[],
  ) {
    this.lab = lab
    this.experiments = lab.inner('experiments')
    this.topology = topology
    this.traffic = traffic
    this.declared = declared
  }

  read(names: readonly string[]): Experiment[] {
    return names.flatMap((name) => this.experiment(name))
  }

  /** None where it has no fault to speak of. */
  private experiment(name: string): Experiment[] {
    refuseName(this.lab, 'experiments', name)
    const said = this.experiments.raw(name)
    if (!isRecord(said)) {
      const what = `experiment ${quoted(name)} is ${shown(said)}`
      const allowed = '{ fault, hold, trials, targets }'
      this.experiments.add({ code: 'not-an-experiment', what, allowed }, name)
      return []
    }
    const experiment = this.experiments.inner(name, `experiment ${quoted(name)}`)
    const fault = this.fault(experiment, 'fault')
    const rest = {
      name,
      drift: experiment.has('drift') ? this.drift(experiment) : null,
      holdNs: experiment.duration('hold', 'required'),
      recoverNs: experiment.duration('recover', '10s'),
      settleNs: experiment.duration('settle', '2s'),
      trials: experiment.integer('trials', 'required', { min: 1, max: 100_000 }),
      gate: experiment.oneOf('gate', 'full', ['full', 'naive']),
      rehearse: experiment.boolean('rehearse', false),
      targets: this.targets(experiment),
    }
    experiment.rejectUnknown()
    if (rest.rehearse && rest.gate === 'naive') {
      const what = `experiment ${quoted(name)} rehearses behind a naive gate, which only looks at the lights`
      experiment.add({ code: 'naive-rehearsal', what, next: 'drop one of gate and rehearse' }, 'rehearse')
    }
    const where = experiment.where()
    const targetPlaces = rest.targets.map(({ on, metric }) => experiment.where('targets', on, metric) ?? null)
    return fault === null ? [] : [{ ...rest, fault, targetPlaces, ...(where === undefined ? {} : { where }) }]
  }

  private fault(experiment: Parameters, key: 'fault' | 'drift'): Fault | null {
    const fault = experiment.raw(key)
    if (!isFault(fault)) {
      experiment.add(
        {
          code: 'not-a-fault',
          what: `${key} is ${shown(fault)}`,
          allowed: 'a fault of backhoe-lab/chaos, such as linkCut(site.r1.lan)',
        },
        key,
      )
      return null
    }
    for (const problem of fault.problems) experiment.add(problem, key)
    if (fault.problems.length > 0) return fault
    if (candidates(fault).length + nodes(fault).length === 0) {
      const what = `${key} acts on nothing: there are no ${fault.on}`
      experiment.add({ code: 'acts-on-nothing', what, allowed: 'one cable or node at least' }, key)
    }
    const { cables, nodes: own } = this.topology ?? {
      cables: candidates(fault).map(({ cable }) => cable),
      nodes: nodes(fault).map(({ node }) => node),
    }
    for (const { cable } of candidates(fault).filter((one) => !cables.includes(one.cable))) {
      const known = cables.map((one) => one.name).join(', ')
      experiment.add(
        {
          code: 'foreign-cable',
          what: `${key} acts on the cable ${cable.name} of another topology`,
          allowed: `a cable of this lab's topology: ${known}`,
        },
        key,
      )
    }
    for (const on of twice(fault)) {
      const what = `${key} acts twice on ${on}`
      experiment.add({ code: 'acts-twice', what, allowed: 'each cable and each node once' }, key)
    }
    for (const { when } of fault.target.handle === 'selector' ? fault.target.candidates : [])
      refuseState(experiment, when, { key, topology: this.topology })
    for (const name of fault.needs.filter((one) => !isCapability(one))) {
      const what = `${key} needs ${shown(name)}, which is no capability`
      experiment.add({ code: 'unknown-capability', what, ...remedyFor(asText(name), CAPABILITIES) }, key)
    }
    for (const { node } of nodes(fault).filter((one) => !own.includes(one.node))) {
      const known = own.map((one) => one.name).join(', ')
      const what = `${key} acts on the node ${node.name} of another topology`
      experiment.add({ code: 'foreign-node', what, allowed: `a node of this lab's topology: ${known}` }, key)
    }
    return fault
  }

  private drift(experiment: Parameters): Fault | null {
    const drift = this.fault(experiment, 'drift')
    if (drift?.target.handle !== 'selector') return drift
    const what = `drift acts on the ${drift.target.text}, but it is there before anyone is active`
    experiment.add({ code: 'drift-moves', what, allowed: 'a cable of its own, such as site.leg2' }, 'drift')
    return null
  }

  private targets(experiment: Parameters): Target[] {
    const said = experiment.raw('targets')
    const record = Object.entries(isRecord(said) ? said : {})
    const targets = record.flatMap(([on, one]) => this.targetsOn(experiment, on, one))
    if (record.every(([, one]) => isEmpty(one))) {
      experiment.add(
        {
          code: 'no-targets',
          what:
            said === undefined || isRecord(said)
              ? 'an experiment without targets promises nothing'
              : `targets is ${shown(said)}`,
          allowed: "targets: { web: { outage: '< 4s' } }",
        },
        ...(said === undefined ? [] : ['targets']),
      )
    }
    return targets
  }

  private targetsOn(experiment: Parameters, on: string, said: unknown): Target[] {
    const traffic = Object.hasOwn(this.traffic, on) ? this.traffic[on] : undefined
    if (traffic === undefined) {
      if (this.declared.includes(on)) return []
      const what = `there is a target on ${quoted(on)}, but no such traffic`
      experiment.add({ code: 'undeclared-traffic', what, ...remedyFor(on, Object.keys(this.traffic)) }, 'targets', on)
      return []
    }
    if (said === undefined) return []
    if (!isRecord(said)) {
      const allowed = traffic.traffic === 'flow' ? "{ outage: '< 4s' }" : "{ atLeast: 'survived', stall: '< 8s' }"
      experiment.add({ code: 'not-targets', what: `the targets on ${on} are ${shown(said)}`, allowed }, 'targets', on)
      return []
    }
    const targets = experiment.inner('targets').inner(on, `the ${traffic.traffic} ${on}`)
    const metrics = traffic.traffic === 'flow' ? FLOW_METRICS : (['atLeast', 'stall'] as const)
    const read = metrics
      .filter((metric) => targets.has(metric))
      .flatMap((metric): Target[] => {
        if (metric !== 'atLeast') return this.bound(targets, on, metric)
        const atLeast = targets.oneOf(metric, 'untouched', PROMISES)
        return [{ on, metric, atLeast, text: `atLeast ${atLeast}` }]
      })
    targets.rejectUnknown()
    return read
  }

  private bound(targets: Parameters, on: string, metric: Exclude<Target['metric'], 'atLeast'>): Target[] {
    const said = targets.raw(metric)
    const text = typeof said === 'string' ? said : shown(said)
    try {
      if (metric === 'lost') {
        const bound = parseLossBound(text)
        return [{ on, metric, bound, text: `${metric} ${bound.text}` }]
      }
      const bound = parseBound(text)
      return [{ on, metric, bound, text: `${metric} ${bound.text}` }]
    } catch (error) {
      if (!(error instanceof BackhoeError)) throw error
      for (const problem of error.problems)
        targets.add({ ...problem, what: `${metric} of ${on}: ${problem.what}` }, metric)
      return []
    }
  }
}

const isEmpty = (targets: unknown): boolean =>
  targets === undefined || (isRecord(targets) && Object.values(targets).every((one) => one === undefined))

const isFault = (value: unknown): value is Fault =>
  isRecord(value) &&
  'steps' in value &&
  typeof value.steps === 'function' &&
  'target' in value &&
  isRecord(value.target)

/** The cables a fault may act on: one, each of a group, or each that its selector can resolve to. */
function candidates({ target }: Fault): readonly CableHandle[] {
  if (target.handle === 'cable') return [target]
  if (target.handle === 'cables') return target.cables
  return target.handle === 'selector' ? target.candidates.map((one) => one.cable) : []
}

const nodes = ({ target }: Fault): readonly NodeHandle[] =>
  target.handle === 'node' || target.handle === 'nodes' ? nodesOf(target) : []

/** Named more than once; a selector takes one of its candidates. */
function twice(fault: Fault): readonly string[] {
  const { target } = fault
  const cables = target.handle === 'cables' ? target.cables.map(({ cable }) => `the cable ${cable.name}`) : []
  const all = [...cables, ...nodes(fault).map(({ node }) => `the node ${node.name}`)]
  return [...new Set(all.filter((one, index) => all.indexOf(one) !== index))]
}
