import type { Entry } from './program.ts'

/** A part of the page. `names`: what of the entry stands in it, in this order; absent: every call. */
export interface Chapter {
  readonly title: string
  readonly text: string
  readonly from: Entry
  readonly names?: readonly string[]
}

export const CHAPTERS: readonly Chapter[] = [
  {
    title: 'Labs',
    text: 'From `backhoe-lab`: a lab, its experiments, and the targets that its traffic must meet.',
    from: 'lab',
    names: ['defineLab', 'ExperimentSpec', 'FlowTargets', 'SessionTargets'],
  },
  {
    title: 'Workloads',
    text: 'From `backhoe-lab`: what flows over the topology.',
    from: 'lab',
    names: ['flow', 'session'],
  },
  {
    title: 'Faults',
    text: 'From `backhoe-lab/chaos`: what goes wrong, as `fault` or `drift` of an experiment.',
    from: 'chaos',
  },
  {
    title: 'Shared risks',
    text: 'From `backhoe-lab`.',
    from: 'lab',
    names: ['risk'],
  },
  {
    title: 'Parts by name',
    text: 'From `backhoe-lab`: for a lab that [a live lab](live.md) has saved: cables and nodes by the names that were typed there.',
    from: 'lab',
    names: ['namedCable', 'namedNode'],
  },
  {
    title: 'Generators',
    text: 'From `backhoe-lab/topologies`: each returns a topology and its handles, `site.r1.lan`. `n` counts from 1.',
    from: 'topologies',
  },
  {
    title: 'Nouns',
    text: 'From `backhoe-lab`: what a topology of one’s own is composed of. Traffic and faults take what the calls return.',
    from: 'lab',
    names: ['compose', 'Network', 'NodeBuilder', 'fromFile', 'vlans'],
  },
  {
    title: 'Handles of one’s own',
    text: 'From `backhoe-lab`: for a generator of one’s own, to give what it returns the same errors.',
    from: 'lab',
    names: ['nodeHandle', 'handles', 'nth'],
  },
  {
    title: 'containerlab',
    text: 'From `backhoe-lab`: a topology file of containerlab in place of a generator.',
    from: 'lab',
    names: ['fromContainerlab'],
  },
  {
    title: 'Programs',
    text: 'From `backhoe-lab`: running labs from a program of one’s own, see [there](programs.md).',
    from: 'lab',
    names: ['run', 'prepare', 'plan', 'report'],
  },
]

/** What calls return and take: named, and not taken apart, because no lab builds one by hand. */
export const RESULTS: ReadonlySet<string> = new Set([
  ...['CableGroup', 'CableHandle', 'CableSelector', 'NodeGroup', 'NodeHandle', 'InterfaceRef', 'NodeBuilder'],
  ...['Fault', 'Flow', 'Lab', 'Session', 'Site', 'Topology', 'Traffic', 'Capability'],
  ...['Plan', 'Planned', 'PreparedRun', 'Run', 'RunReport'],
])
