import type { ClabFile, ClabLink, ClabNode } from './file.ts'
import { hasContainer, type ReadClab } from './read.ts'
import { schemaWarnings } from './schema.ts'
import { deviceIn, restartOf, wiresOf, type Wire } from './topology.ts'
import { mapping, text } from './values.ts'
import type { Problem } from '../model/problem.ts'
import type { Restart } from '../model/topology.ts'

/** What a topology file holds, what can be broken in it, and what Backhoe cannot know of it. */
export interface Inspection {
  readonly file: string
  readonly lab: string
  readonly nodes: readonly InspectedNode[]
  readonly links: readonly InspectedLink[]
  /** Of a lab of ours, from which the file is written. */
  readonly known: readonly string[]
  readonly unknown: readonly string[]
  /** What containerlab takes though its schema does not list it: perhaps a slip. */
  readonly warnings: readonly Problem[]
}

export interface InspectedNode {
  readonly name: string
  readonly kind: string
  readonly image: string | null
  /** Of the file, or the role that `generate` wrote. */
  readonly group: string | null
  /** What can be done with it when Backhoe deploys the lab, and when it is attached to as it stands. */
  readonly deployed: readonly NodeAction[]
  readonly attached: readonly NodeAction[]
  /** Why no more. */
  readonly because: string | null
  /** Paths of the host that it is given, as they resolve. */
  readonly paths: readonly string[]
}

export type NodeAction = 'probes' | 'pause' | 'kill' | 'start'

export interface InspectedLink {
  readonly type: string
  /** One end as people address it, and the other, or what is there. */
  readonly from: string
  readonly to: string
  /** When Backhoe deploys the lab, and when it is attached to as it stands. */
  readonly deployed: readonly LinkFault[]
  readonly attached: readonly LinkFault[]
  readonly because: string | null
}

export type LinkFault = 'cut' | 'flap' | 'silent' | 'impair'

const ALL: readonly LinkFault[] = ['cut', 'flap', 'silent', 'impair']
/** What a node's own end can do without being shut. */
const AT_ENDS: readonly LinkFault[] = ['silent', 'impair']
const POWER = ['kill', 'start'] as const

/** `ours`: a lab of ours is behind the file, and says what its nodes configure. */
export function inspectClab({ clab, document }: ReadClab, ours: boolean): Inspection {
  const wires = wiresOf(clab)
  return {
    file: clab.file,
    lab: clab.lab,
    nodes: clab.nodes.map((node) => inspectNode(node, clab, wires)),
    links: clab.links.map((link) => inspectLink(link, clab, wires)),
    known: ours ? knownOf(clab) : [],
    unknown: ours ? [] : unknownOf(clab),
    warnings: schemaWarnings(document),
  }
}

function inspectNode(node: ClabNode, clab: ClabFile, wires: readonly Wire[]): InspectedNode {
  const { name, kind, kindClass, image, group, binds, startupConfig, vars } = node
  const role = text(mapping(vars, 'backhoe').role)
  const files = startupConfig === null ? [] : [startupConfig.includes('\n') ? '(in the file)' : startupConfig]
  const common = { name, kind, group: role ?? group }
  const paths = [...binds, ...files.map((path) => `startup-config ${path}`)]
  switch (kindClass) {
    case 'linux':
    case 'black-box': {
      const [deploy, attach] = (['deploy', 'attach'] as const).map((mode) => restartOf(node, clab, wires, mode))
      const always = kindClass === 'linux' ? (['probes', 'pause'] as const) : (['pause'] as const)
      const actions = (restart: Restart | undefined): readonly NodeAction[] =>
        reason(restart) === null ? [...always, ...POWER] : always
      return {
        ...common,
        image,
        paths,
        deployed: actions(deploy),
        attached: actions(attach),
        because: reason(deploy) ?? reason(attach),
      }
    }
    case 'foreign':
      return {
        ...common,
        ...NOTHING,
        because: kind === 'nokia_srsim' ? 'each of its cards is a container' : 'its containers are not this lab’s',
      }
    case 'on-host':
      return { ...common, ...NOTHING, because: 'lies on the host, and is no container' }
  }
}

const NOTHING = { image: null, paths: [], deployed: [], attached: [] } as const

const reason = (restart: Restart | undefined): string | null =>
  restart !== undefined && 'because' in restart ? restart.because : null

function inspectLink(link: ClabLink, clab: ClabFile, wires: readonly Wire[]): InspectedLink {
  const [from, to] = link.ends.map((end) => `${end.node}:${end.interface}`)
  const wire = wires.find(({ links }) => links.includes(link))
  const common = { type: link.type, from: from ?? '', to: to ?? link.beyond ?? 'nothing' }
  if (wire === undefined) return { ...common, deployed: [], attached: [], because: reasonOf(link, clab) }
  if (wire.plain === null) return { ...common, deployed: ALL, attached: ALL, because: null }
  return {
    ...common,
    deployed: ALL,
    attached: AT_ENDS,
    because: 'a plain veth: Backhoe gives it a middle when it deploys the lab',
  }
}

function reasonOf({ type, ends }: ClabLink, { nodes }: ClabFile): string {
  const other = ends
    .map((end) => nodes.find(({ name }) => name === end.node))
    .find((node) => node !== undefined && !hasContainer(node))
  if (other !== undefined) return `${other.name} is of kind ${other.kind}`
  return WHY[type] ?? 'it ends outside'
}

const WHY: Readonly<Record<string, string>> = {
  host: 'it ends in the host',
  'mgmt-net': 'it ends in the management network',
  macvlan: 'it shares a device of the host',
  vxlan: 'it leaves the machine',
  'vxlan-stitch': 'it leaves the machine',
  dummy: 'it ends nowhere',
}

function knownOf({ nodes }: ClabFile): string[] {
  const talking = nodes.filter(({ vars }) => mapping(vars, 'backhoe').probes !== undefined).map(({ name }) => name)
  return [
    'what every node configures: windows come from its timers, and the gate asks its protocols',
    ...(talking.length === 0 ? [] : [`where traffic may begin: ${named(talking)}`]),
  ]
}

function unknownOf({ nodes, links }: ClabFile): string[] {
  const boxes = nodes.filter(({ kindClass }) => kindClass === 'black-box').map(({ name }) => name)
  const linux = nodes.filter(({ kindClass }) => kindClass === 'linux')
  const silent = linux.filter(({ vars }) => mapping(vars, 'backhoe').probes === undefined).map(({ name }) => name)
  const shared = nodes.filter(
    ({ networkMode }) => networkMode !== null && networkMode !== 'none' && networkMode !== 'bridge',
  )
  const nameless = links.flatMap(({ ends }) => ends.filter((end) => deviceIn(nodes, end) === null))
  return [
    'what the nodes configure inside: no windows from timers, and the gate asks for carrier and clean flows only',
    ...(silent.length === 0
      ? []
      : [
          `where traffic may begin in ${named(silent)}: fromContainerlab(file, { probes: { ${silent[0] ?? ''}: '10.0.0.1' } })`,
        ]),
    ...(boxes.length === 0
      ? []
      : [`what happens in ${named(boxes)}: only their cables are watched, and probes go to Linux nodes beside them`]),
    ...nameless.map((end) => `which device ${end.node}:${end.interface} is: its carrier is not watched`),
    ...shared.map(
      ({ name, networkMode }) => `what else uses the network of ${name}: network-mode ${String(networkMode)}`,
    ),
  ]
}

const MOST_NAMED = 8

function named(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).join(', ')
  return names.length > MOST_NAMED ? `${shown} and ${String(names.length - MOST_NAMED)} more` : shown
}
