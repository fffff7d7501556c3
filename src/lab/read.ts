import { Network } from '../compose/compose.ts'
import type { Lab } from '../model/lab.ts'
import type { Problem } from '../model/problem.ts'
import { quoted, shown } from '../words/shown.ts'
import { isSite } from '../words/site.ts'
import type { Topology } from '../model/topology.ts'
import type { Traffic } from '../model/traffic.ts'
import { isRecord } from '../model/record.ts'
import type { CallSite } from '../words/callsite.ts'
import { Parameters } from '../words/parameters.ts'
import { isName, refuseName } from './names.ts'
import { ExperimentReader } from './read-experiment.ts'
import { isNodeHandle } from './traffic.ts'

/** A lab out of whatever `defineLab` was given, and all that is wrong with it; the lab is only good without problems. */
export function readLab(spec: unknown, site: CallSite): { lab: Lab; problems: readonly Problem[] } {
  const said = isRecord(spec) ? spec : {}
  const lab = new Parameters('a lab', said, [], { site, noun: 'key' })
  if (!isRecord(spec)) {
    lab.add({
      code: 'not-a-lab',
      what: `the lab is ${shown(spec)}`,
      allowed: '{ topology, traffic, experiments }',
    })
  }
  const topology = isRecord(spec) ? readTopology(lab) : null
  const traffic = readTraffic(lab, topology)
  const experiments = lab.raw('experiments')
  const names = isRecord(experiments) ? Object.keys(experiments) : []
  lab.rejectUnknown()
  if (names.length === 0 && isRecord(spec)) {
    lab.add(
      {
        code: 'no-experiments',
        what:
          experiments === undefined || isRecord(experiments)
            ? 'a lab without experiments proves nothing'
            : `experiments is ${shown(experiments)}`,
        allowed: 'at least one experiment, by its name: { cut: { fault, hold, trials, targets } }',
      },
      'experiments',
    )
  }
  const declared = isRecord(said.traffic) ? Object.keys(said.traffic) : []
  return {
    lab: {
      topology: topology ?? { name: '', nodes: [], cables: [] },
      traffic,
      experiments: names.length === 0 ? [] : new ExperimentReader(lab, topology, traffic, declared).read(names),
    },
    problems: lab.problems,
  }
}

/** Null where it is none: what it is not known to hold nobody is reproached with. */
function readTopology(lab: Parameters): Topology | null {
  const said = lab.raw('topology')
  if (isSite(said)) return said.topology
  const allowed = 'what a generator returned, such as gatewayPair({ … }), or { topology } of a composed network'
  lab.add({ code: 'not-a-topology', ...unwrapped(said), allowed }, 'topology')
  return null
}

function unwrapped(said: unknown): Pick<Problem, 'what' | 'next'> {
  if (isRecord(said) && Array.isArray(said.nodes) && Array.isArray(said.cables))
    return {
      what: 'topology is what build() returned, and not in braces',
      next: 'write topology: { topology: net.build() }',
    }
  if (said instanceof Network)
    return { what: 'topology is a network that is not built', next: 'write topology: { topology: net.build() }' }
  return { what: `topology is ${shown(said)}` }
}

function readTraffic(lab: Parameters, topology: Topology | null): Record<string, Traffic> {
  const said = lab.raw('traffic')
  const traffic: Record<string, Traffic> = {}
  const entries = isRecord(said) ? Object.entries(said) : []
  for (const [name, one] of entries) {
    refuseName(lab, 'traffic', name)
    if (!isTraffic(one)) {
      lab.add(
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
    for (const problem of one.problems) lab.add(problem)
    for (const node of foreignNodes(one, topology)) {
      const names = topology?.nodes.map((known) => known.name).join(', ') ?? ''
      const what = `${name} uses the node ${node} of another topology`
      lab.add({ code: 'foreign-node', what, allowed: `a node of this lab's topology: ${names}` }, 'traffic', name)
    }
    if (isName(name)) traffic[name] = one
  }
  if (entries.length === 0) {
    lab.add(
      {
        code: 'no-traffic',
        what:
          said === undefined || isRecord(said) ? 'a lab without traffic measures nothing' : `traffic is ${shown(said)}`,
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
  isRecord(value) && 'traffic' in value && 'problems' in value && Array.isArray(value.problems)
