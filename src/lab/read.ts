import { Network } from '../compose/compose.ts'
import type { Lab } from '../model/lab.ts'
import type { Place } from '../words/locate.ts'
import type { Problem } from '../model/problem.ts'
import { quoted, shown } from '../words/shown.ts'
import { isSite } from '../words/site.ts'
import type { Topology } from '../model/topology.ts'
import type { Traffic } from '../model/traffic.ts'
import { Findings, isSaid } from './findings.ts'
import { isName, refuseName } from './names.ts'
import { ExperimentReader } from './read-experiment.ts'
import { isNodeHandle } from './traffic.ts'

/** A lab out of whatever `defineLab` was given, and all that is wrong with it; the lab is only good without problems. */
export function readLab(spec: unknown, place: Place): { lab: Lab; problems: readonly Problem[] } {
  const findings = new Findings('a lab', place)
  if (!isSaid(spec)) {
    findings.add({
      code: 'not-a-lab',
      what: `the lab is ${shown(spec)}`,
      allowed: '{ topology, traffic, experiments }',
    })
  }
  const said = isSaid(spec) ? spec : {}
  findings.keys(said, ['topology', 'traffic', 'experiments'])
  const topology = isSaid(spec) ? readTopology(findings, said.topology) : null
  const traffic = readTraffic(findings, said.traffic, topology)
  const experiments = isSaid(said.experiments) ? Object.entries(said.experiments) : []
  if (experiments.length === 0 && isSaid(spec)) {
    findings.add(
      {
        code: 'no-experiments',
        what:
          said.experiments === undefined || isSaid(said.experiments)
            ? 'a lab without experiments proves nothing'
            : `experiments is ${shown(said.experiments)}`,
        allowed: 'at least one experiment, by its name: { cut: { fault, hold, trials, targets } }',
      },
      'experiments',
    )
  }
  const declared = isSaid(said.traffic) ? Object.keys(said.traffic) : []
  const reader = new ExperimentReader(findings, topology, traffic, declared)
  const lab = {
    topology: topology ?? { name: '', nodes: [], cables: [] },
    traffic,
    experiments: experiments.flatMap(([name, experiment]) => reader.read(name, experiment)),
  }
  return { lab, problems: findings.problems }
}

/** Null where it is none: what it is not known to hold nobody is reproached with. */
function readTopology(findings: Findings, said: unknown): Topology | null {
  if (isSite(said)) return said.topology
  const allowed = 'what a generator returned, such as gatewayPair({ … }), or { topology } of a composed network'
  findings.add({ code: 'not-a-topology', ...unwrapped(said), allowed }, 'topology')
  return null
}

function unwrapped(said: unknown): Pick<Problem, 'what' | 'next'> {
  if (isSaid(said) && Array.isArray(said.nodes) && Array.isArray(said.cables))
    return {
      what: 'topology is what build() returned, and not in braces',
      next: 'write topology: { topology: net.build() }',
    }
  if (said instanceof Network)
    return { what: 'topology is a network that is not built', next: 'write topology: { topology: net.build() }' }
  return { what: `topology is ${shown(said)}` }
}

function readTraffic(findings: Findings, said: unknown, topology: Topology | null): Record<string, Traffic> {
  const traffic: Record<string, Traffic> = {}
  const entries = isSaid(said) ? Object.entries(said) : []
  for (const [name, one] of entries) {
    refuseName(findings, 'traffic', name)
    if (!isTraffic(one)) {
      findings.add(
        {
          code: 'not-traffic',
          what: `traffic ${quoted(name)} is ${shown(one)}`,
          allowed: 'flow(…), session.tcp(…), session.stream(…)',
        },
        'traffic',
        name,
      )
      continue
    }
    for (const problem of one.problems) findings.add(problem)
    for (const node of foreignNodes(one, topology)) {
      const names = topology?.nodes.map((known) => known.name).join(', ') ?? ''
      const what = `${name} uses the node ${node} of another topology`
      findings.add({ code: 'foreign-node', what, allowed: `a node of this lab's topology: ${names}` }, 'traffic', name)
    }
    if (isName(name)) traffic[name] = one
  }
  if (entries.length === 0) {
    findings.add(
      {
        code: 'no-traffic',
        what:
          said === undefined || isSaid(said) ? 'a lab without traffic measures nothing' : `traffic is ${shown(said)}`,
        allowed: 'at least one flow(…) or session, by its name: { web: flow(site.host, site.server) }',
      },
      'traffic',
    )
  }
  return traffic
}

const foreignNodes = ({ from, to }: Traffic, topology: Topology | null): string[] =>
  [from, to].flatMap((end) =>
    topology === null || !isNodeHandle(end) || topology.nodes.includes(end.node) ? [] : [end.node.name],
  )

const isTraffic = (value: unknown): value is Traffic =>
  isSaid(value) && 'traffic' in value && 'problems' in value && Array.isArray(value.problems)
