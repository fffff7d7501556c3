import type { Lab } from '../model/lab.ts'
import type { Problem } from '../model/problem.ts'
import type { Site, Topology } from '../model/topology.ts'
import type { Traffic } from '../model/traffic.ts'
import { Findings, isSaid, shown } from './findings.ts'
import type { Place } from './locate.ts'
import { ExperimentReader } from './read-experiment.ts'
import { isNodeHandle } from './traffic.ts'

/** A lab out of whatever `defineLab` was given, and all that is wrong with it; the lab is only good without problems. */
export function readLab(spec: unknown, place: Place): { lab: Lab; problems: readonly Problem[] } {
  const findings = new Findings('a lab', place)
  const said = isSaid(spec) ? spec : {}
  findings.keys(said, ['topology', 'traffic', 'experiments'])
  const topology = readTopology(findings, said.topology)
  const traffic = readTraffic(findings, said.traffic, topology)
  const experiments = Object.entries(isSaid(said.experiments) ? said.experiments : {})
  if (experiments.length === 0) {
    findings.add({
      code: 'no-experiments',
      what: 'a lab without experiments proves nothing',
      allowed: 'at least one experiment',
    })
  }
  const reader = new ExperimentReader(findings, topology, traffic)
  const lab = {
    topology,
    traffic,
    experiments: experiments.flatMap(([name, experiment]) => reader.read(name, experiment)),
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

/** A topology's handles throw at names that they have not, so this asks before it reads. */
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
      findings.add(
        {
          code: 'not-traffic',
          what: `traffic ${name} is ${shown(one)}`,
          allowed: 'flow(…), session.tcp(…), session.stream(…)',
        },
        'traffic',
        name,
      )
      continue
    }
    for (const problem of one.problems) findings.add(problem)
    for (const node of foreignNodes(one, topology)) {
      const names = topology.nodes.map((known) => known.name).join(', ')
      const what = `${name} uses the node ${node} of another topology`
      findings.add({ code: 'foreign-node', what, allowed: `a node of this lab's topology: ${names}` }, 'traffic', name)
    }
    traffic[name] = one
  }
  if (Object.keys(traffic).length === 0) {
    findings.add({
      code: 'no-traffic',
      what: 'a lab without traffic measures nothing',
      allowed: 'at least one flow(…) or session',
    })
  }
  return traffic
}

const foreignNodes = ({ from, to }: Traffic, topology: Topology): string[] =>
  [from, to].flatMap((end) => (!isNodeHandle(end) || topology.nodes.includes(end.node) ? [] : [end.node.name]))

const isTraffic = (value: unknown): value is Traffic =>
  isSaid(value) && 'traffic' in value && 'problems' in value && Array.isArray(value.problems)
