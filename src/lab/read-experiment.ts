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
import { isSaid } from './findings.ts'
import type { Findings, Said } from './findings.ts'
import { refuseName } from './names.ts'
import { refuseState } from './state.ts'
import { parseBound, parseLossBound } from './target.ts'

const KEYS = ['fault', 'drift', 'hold', 'recover', 'settle', 'trials', 'gate', 'rehearse', 'targets']
const PROMISES = SESSION_VERDICTS.filter((verdict) => verdict !== 'dead')

/** Reads experiments against the topology and the traffic that their lab declares. */
export class ExperimentReader {
  private readonly findings: Findings
  private readonly topology: Topology | null
  private readonly traffic: Readonly<Record<string, Traffic>>
  private readonly declared: readonly string[]

  /** `topology` is null, and a name of `declared` is not in `traffic`, where that has been complained of already. */
  constructor(
    findings: Findings,
    topology: Topology | null,
    traffic: Readonly<Record<string, Traffic>>,
    declared: readonly string[],
  ) {
    this.findings = findings
    this.topology = topology
    this.traffic = traffic
    this.declared = declared
  }

  /** None where it has no fault to speak of. */
  read(name: string, said: unknown): Experiment[] {
    const findings = this.findings.below(`experiment ${quoted(name)}`, 'experiments', name)
    refuseName(this.findings, 'experiments', name)
    if (!isSaid(said)) {
      findings.add({
        code: 'not-an-experiment',
        what: `experiment ${quoted(name)} is ${shown(said)}`,
        allowed: '{ fault, hold, trials, targets }',
      })
      return []
    }
    findings.keys(said, KEYS)
    const fault = this.fault(findings, said, 'fault')
    const rest = {
      name,
      drift: said.drift === undefined ? null : this.drift(findings, said),
      holdNs: findings.duration(said, 'hold'),
      recoverNs: findings.duration(said, 'recover', '10s'),
      settleNs: findings.duration(said, 'settle', '2s'),
      trials: findings.count(said, 'trials', 1, 100_000),
      gate: findings.choice(said, 'gate', ['full', 'naive'], 'full'),
      rehearse: findings.yesOrNo(said, 'rehearse'),
      targets: this.targets(findings, said.targets),
    }
    if (rest.rehearse && rest.gate === 'naive') {
      const what = `experiment ${quoted(name)} rehearses behind a naive gate, which only looks at the lights`
      findings.add({ code: 'naive-rehearsal', what, next: 'drop one of gate and rehearse' }, 'rehearse')
    }
    const where = findings.where()
    return fault === null ? [] : [{ ...rest, fault, ...(where === undefined ? {} : { where }) }]
  }

  private fault(findings: Findings, said: Said, key: 'fault' | 'drift'): Fault | null {
    const fault = said[key]
    if (!isFault(fault)) {
      findings.add(
        {
          code: 'not-a-fault',
          what: `${key} is ${shown(fault)}`,
          allowed: 'a fault of backhoe-lab/chaos, such as linkCut(site.r1.lan)',
        },
        key,
      )
      return null
    }
    for (const problem of fault.problems) findings.add(problem, key)
    if (fault.problems.length > 0) return fault
    if (candidates(fault).length + nodes(fault).length === 0) {
      const what = `${key} acts on nothing: there are no ${fault.on}`
      findings.add({ code: 'acts-on-nothing', what, allowed: 'one cable or node at least' }, key)
    }
    const { cables, nodes: own } = this.topology ?? {
      cables: candidates(fault).map(({ cable }) => cable),
      nodes: nodes(fault).map(({ node }) => node),
    }
    for (const { cable } of candidates(fault).filter((one) => !cables.includes(one.cable))) {
      const known = cables.map((one) => one.name).join(', ')
      findings.add(
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
      findings.add({ code: 'acts-twice', what, allowed: 'each cable and each node once' }, key)
    }
    for (const { when } of fault.target.handle === 'selector' ? fault.target.candidates : [])
      refuseState(findings, when, { key, topology: this.topology })
    for (const name of fault.needs.filter((one) => !isCapability(one))) {
      const what = `${key} needs ${shown(name)}, which is no capability`
      findings.add({ code: 'unknown-capability', what, ...remedyFor(asText(name), CAPABILITIES) }, key)
    }
    for (const { node } of nodes(fault).filter((one) => !own.includes(one.node))) {
      const known = own.map((one) => one.name).join(', ')
      const what = `${key} acts on the node ${node.name} of another topology`
      findings.add({ code: 'foreign-node', what, allowed: `a node of this lab's topology: ${known}` }, key)
    }
    return fault
  }

  private drift(findings: Findings, said: Said): Fault | null {
    const drift = this.fault(findings, said, 'drift')
    if (drift?.target.handle !== 'selector') return drift
    const what = `drift acts on the ${drift.target.text}, but it is there before anyone is active`
    findings.add({ code: 'drift-moves', what, allowed: 'a cable of its own, such as site.leg2' }, 'drift')
    return null
  }

  private targets(findings: Findings, said: unknown): Target[] {
    const record = Object.entries(isSaid(said) ? said : {})
    const targets = record.flatMap(([on, one]) => this.targetsOn(findings, on, one))
    if (record.every(([, one]) => isEmpty(one))) {
      findings.add(
        {
          code: 'no-targets',
          what:
            said === undefined || isSaid(said)
              ? 'an experiment without targets promises nothing'
              : `targets is ${shown(said)}`,
          allowed: "targets: { web: { outage: '< 4s' } }",
        },
        ...(said === undefined ? [] : ['targets']),
      )
    }
    return targets
  }

  private targetsOn(experiment: Findings, on: string, said: unknown): Target[] {
    const traffic = Object.hasOwn(this.traffic, on) ? this.traffic[on] : undefined
    if (traffic === undefined) {
      if (this.declared.includes(on)) return []
      const what = `there is a target on ${quoted(on)}, but no such traffic`
      experiment.add({ code: 'undeclared-traffic', what, ...remedyFor(on, Object.keys(this.traffic)) }, 'targets', on)
      return []
    }
    if (said === undefined) return []
    if (!isSaid(said)) {
      const allowed = traffic.traffic === 'flow' ? "{ outage: '< 4s' }" : "{ atLeast: 'survived', stall: '< 8s' }"
      experiment.add({ code: 'not-targets', what: `the targets on ${on} are ${shown(said)}`, allowed }, 'targets', on)
      return []
    }
    const findings = experiment.below(`the ${traffic.traffic} ${on}`, 'targets', on)
    const metrics = traffic.traffic === 'flow' ? FLOW_METRICS : (['atLeast', 'stall'] as const)
    findings.keys(said, metrics)
    return metrics
      .filter((metric) => said[metric] !== undefined)
      .flatMap((metric): Target[] => {
        if (metric !== 'atLeast') return this.bound(findings, on, metric, said[metric])
        const atLeast = findings.choice(said, metric, PROMISES, 'untouched')
        return [{ on, metric, atLeast, text: `atLeast ${atLeast}` }]
      })
  }

  private bound(findings: Findings, on: string, metric: Exclude<Target['metric'], 'atLeast'>, said: unknown): Target[] {
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
        findings.add({ ...problem, what: `${metric} of ${on}: ${problem.what}` }, metric)
      return []
    }
  }
}

const isEmpty = (targets: unknown): boolean =>
  targets === undefined || (isSaid(targets) && Object.values(targets).every((one) => one === undefined))

const isFault = (value: unknown): value is Fault =>
  isSaid(value) && 'steps' in value && typeof value.steps === 'function' && 'target' in value && isSaid(value.target)

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
