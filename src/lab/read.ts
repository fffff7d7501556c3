import type { Fault } from '../model/fault.ts'
import type { CableHandle } from '../model/handle.ts'
import type { Experiment, Lab } from '../model/lab.ts'
import { BackhoeError } from '../model/problem.ts'
import type { Problem } from '../model/problem.ts'
import { FLOW_METRICS } from '../model/target.ts'
import type { Target } from '../model/target.ts'
import type { Site, Topology } from '../model/topology.ts'
import { SESSION_VERDICTS } from '../model/traffic.ts'
import type { Traffic } from '../model/traffic.ts'
import { Findings, didYouMean, isSaid, shown } from './findings.ts'
import type { Said } from './findings.ts'
import { parseBound } from './target.ts'
import { isNodeHandle } from './traffic.ts'

const EXPERIMENT_KEYS = ['fault', 'drift', 'hold', 'recover', 'settle', 'trials', 'gate', 'rehearse', 'targets']

/** A lab out of whatever `defineLab` was given, and all that is wrong with it; the lab is only good without problems. */
export function readLab(spec: unknown, where: string | undefined): { lab: Lab; problems: readonly Problem[] } {
  const findings = new Findings(where)
  const said = isSaid(spec) ? spec : {}
  findings.keys(said, ['topology', 'traffic', 'experiments'], 'a lab')
  const topology = readTopology(findings, said.topology)
  const traffic = readTraffic(findings, said.traffic, topology)
  const experiments = isSaid(said.experiments) ? said.experiments : {}
  if (Object.keys(experiments).length === 0)
    findings.add({
      code: 'no-experiments',
      what: 'a lab without experiments proves nothing',
      allowed: 'at least one experiment',
    })
  const reader = new ExperimentReader(findings, topology, traffic)
  const lab: Lab = {
    topology,
    traffic,
    experiments: Object.entries(experiments).flatMap(([name, experiment]) => reader.read(name, experiment)),
  }
  return { lab, problems: findings.problems }
}

function readTopology(findings: Findings, said: unknown): Topology {
  if (isSite(said)) return said.topology
  findings.add({
    code: 'not-a-topology',
    what: `topology is ${shown(said)}`,
    allowed: 'what a generator returned, such as gatewayPair({ … })',
  })
  return { name: '', nodes: [], cables: [] }
}

export const isSite = (value: unknown): value is Site =>
  isSaid(value) &&
  'topology' in value &&
  isSaid(value.topology) &&
  Array.isArray(value.topology.nodes) &&
  Array.isArray(value.topology.cables)

function readTraffic(findings: Findings, said: unknown, topology: Topology): Record<string, Traffic> {
  const traffic: Record<string, Traffic> = {}
  for (const [name, one] of Object.entries(isSaid(said) ? said : {})) {
    if (!isTraffic(one)) {
      findings.add({
        code: 'not-traffic',
        what: `traffic ${JSON.stringify(name)} is ${shown(one)}`,
        allowed: 'flow(…), session.tcp(…), session.stream(…)',
      })
      continue
    }
    one.problems.forEach((problem) => {
      findings.add({ ...problem, what: `${name}: ${problem.what}` })
    })
    for (const end of [one.from, one.to]) {
      if (!isNodeHandle(end) || topology.nodes.includes(end.node)) continue
      const names = topology.nodes.map((node) => node.name)
      findings.add({
        code: 'foreign-node',
        what: `${name} uses node ${end.node.name} of another topology`,
        allowed: `nodes of this lab's topology: ${names.join(', ')}`,
      })
    }
    traffic[name] = one
  }
  if (Object.keys(traffic).length === 0)
    findings.add({
      code: 'no-traffic',
      what: 'a lab without traffic measures nothing',
      allowed: 'at least one flow(…) or session',
    })
  return traffic
}

/** A topology's handles throw at names that they have not, so these ask before they read. */
const isTraffic = (value: unknown): value is Traffic =>
  isSaid(value) && 'traffic' in value && 'problems' in value && Array.isArray(value.problems)

const isFault = (value: unknown): value is Fault =>
  isSaid(value) && 'steps' in value && typeof value.steps === 'function' && 'target' in value && isSaid(value.target)

class ExperimentReader {
  private readonly findings: Findings
  private readonly topology: Topology
  private readonly traffic: Readonly<Record<string, Traffic>>

  constructor(findings: Findings, topology: Topology, traffic: Readonly<Record<string, Traffic>>) {
    this.findings = findings
    this.topology = topology
    this.traffic = traffic
  }

  read(name: string, said: unknown): Experiment[] {
    const { findings } = this
    const quoted = JSON.stringify(name)
    if (!isSaid(said)) {
      findings.add({
        code: 'not-an-experiment',
        what: `experiment ${quoted} is ${shown(said)}`,
        allowed: '{ fault, hold, trials, targets }',
      })
      return []
    }
    const of = (key: string): string => `${key} of ${quoted}`
    findings.keys(said, EXPERIMENT_KEYS, `experiment ${quoted}`)
    const fault = this.fault(said.fault, of('fault'))
    const drift = said.drift === undefined ? null : this.drift(said.drift, of('drift'))
    const rest = {
      name,
      drift,
      holdNs: findings.duration(said.hold, of('hold')),
      recoverNs: findings.duration(said.recover, of('recover'), '10s'),
      trials: findings.count(said.trials, of('trials'), 1, 100_000),
      gate: findings.choice(said.gate, ['full', 'naive'], of('gate'), 'full'),
      settleNs: findings.duration(said.settle, of('settle'), '2s'),
      rehearse: findings.yesOrNo(said.rehearse, of('rehearse')),
      targets: this.targets(said.targets, quoted),
    }
    return fault === null ? [] : [{ ...rest, fault }]
  }

  private fault(said: unknown, what: string): Fault | null {
    if (!isFault(said)) {
      this.findings.add({
        code: 'not-a-fault',
        what: `${what} is ${shown(said)}`,
        allowed: 'a fault of backhoe-lab/chaos, such as linkCut(site.r1.lan)',
      })
      return null
    }
    said.problems.forEach((problem) => {
      this.findings.add(problem)
    })
    for (const cable of candidates(said)) {
      if (this.topology.cables.includes(cable.cable)) continue
      this.findings.add({
        code: 'foreign-cable',
        what: `${what} acts on cable ${cable.cable.name} of another topology`,
        allowed: `cables of this lab's topology: ${this.topology.cables.map((one) => one.name).join(', ')}`,
      })
    }
    return said
  }

  private drift(said: unknown, what: string): Fault | null {
    const drift = this.fault(said, what)
    if (drift?.target.handle !== 'selector') return drift
    this.findings.add({
      code: 'drift-moves',
      what: `${what} acts on the ${drift.target.text}, but drift is there before anyone is active`,
      allowed: 'a cable of its own, such as site.leg2',
    })
    return null
  }

  private targets(said: unknown, experiment: string): Target[] {
    const record = isSaid(said) ? said : {}
    if (Object.keys(record).length === 0)
      this.findings.add({
        code: 'no-targets',
        what: `experiment ${experiment} promises nothing`,
        allowed: "targets: { web: { outage: '< 4s' } }",
      })
    return Object.entries(record).flatMap(([on, targets]) =>
      this.targetsOn(on, isSaid(targets) ? targets : {}, experiment),
    )
  }

  private targetsOn(on: string, said: Said, experiment: string): Target[] {
    const traffic = Object.hasOwn(this.traffic, on) ? this.traffic[on] : undefined
    const names = Object.keys(this.traffic)
    if (traffic === undefined) {
      this.findings.add({
        code: 'undeclared-traffic',
        what: `experiment ${experiment} has a target on ${JSON.stringify(on)}, which is not in traffic`,
        allowed: didYouMean(on, names),
      })
      return []
    }
    const metrics = traffic.traffic === 'flow' ? FLOW_METRICS : (['atLeast', 'stall'] as const)
    this.findings.keys(said, metrics, `a target on the ${traffic.traffic} ${on}`)
    return metrics.flatMap((metric): Target[] => {
      const value = said[metric]
      if (value === undefined) return []
      if (metric === 'atLeast') {
        const atLeast = this.findings.choice(
          value,
          SESSION_VERDICTS.filter((one) => one !== 'dead'),
          `atLeast of ${on}`,
          'untouched',
        )
        return [{ on, metric, atLeast, text: `atLeast ${atLeast}` }]
      }
      return this.bound(on, metric, value)
    })
  }

  private bound(on: string, metric: Exclude<Target['metric'], 'atLeast'>, value: unknown): Target[] {
    try {
      const bound = parseBound(typeof value === 'string' ? value : shown(value))
      return [{ on, metric, bound, text: `${metric} ${bound.text}` }]
    } catch (error) {
      if (!(error instanceof BackhoeError)) throw error
      error.problems.forEach((problem) => {
        this.findings.add({ ...problem, what: `${metric} of ${on}: ${problem.what}` })
      })
      return []
    }
  }
}

/** The cables a fault may act on: one, or each that its selector can resolve to. */
export const candidates = (fault: Fault): readonly CableHandle[] =>
  fault.target.handle === 'cable' ? [fault.target] : fault.target.candidates.map((one) => one.cable)
