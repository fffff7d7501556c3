import {
  cableName,
  type Cable,
  type Endpoint,
  type Node,
  type PortInterface,
  type ProbeAddress,
  type Restart,
  type Role,
  type Topology,
} from '../model/topology.ts'
import { derive } from './derive.ts'
import type { ClabEnd, ClabFile, ClabLink, ClabNode } from './file.ts'
import { deviceOf } from './interfaces.ts'
import { hasContainer, type ReadClab } from './read.ts'
import { isMapping, list, mapping, text, type Mapping } from './values.ts'

const ROLES: readonly Role[] = ['host', 'server', 'switch', 'router']

/** What is bound into nodes in place of the user's files, and these files, by path beside the file that is deployed. */
export interface WatchFiles {
  readonly binds: Readonly<Record<string, readonly string[]>>
  readonly files: Readonly<Record<string, string>>
}

const NOTHING: WatchFiles = { binds: {}, files: {} }

/** A cable of a topology file: one link with two ends, or the two host links that `generate --links host` writes for one. */
export interface Wire {
  readonly a: ClabEnd
  readonly b: ClabEnd
  readonly vars: Mapping
  readonly links: readonly ClabLink[]
  /** The link that gets a middle when we deploy it. */
  readonly plain: ClabLink | null
}

/**
 * The nodes that are containers and the cables between them. What `generate` wrote into `vars.backhoe` comes back; what the
 * nodes configure inside is theirs, and unknown.
 */
export function topologyOf({ clab, document }: ReadClab, folder: string, watched: WatchFiles = NOTHING): Topology {
  const wires = wiresOf(clab)
  const stitched = wires.flatMap(({ plain }) => (plain === null ? [] : [plain]))
  const containers = clab.nodes.filter(hasContainer)
  const restarts = (mode: Mode): Record<string, Restart> =>
    Object.fromEntries(containers.map((node) => [node.name, restartOf(node, clab, wires, mode)]))
  return {
    name: clab.lab,
    nodes: containers.map((node) => nodeOf(node, wires)),
    cables: wires.map((wire) => cableOf(wire, clab.nodes)),
    containerlab: {
      file: clab.file,
      lab: clab.lab,
      ...derive(document.value, clab, stitched, folder, watched.binds),
      files: watched.files,
      cables: wires.map(() => 'panel'),
      attached: wires.map(({ plain }) => (plain === null ? 'panel' : 'ends')),
      images: [...new Set(containers.flatMap(({ image }) => (image === null ? [] : [image])))],
      restarts: { deploy: restarts('deploy'), attach: restarts('attach') },
      nameless: wires
        .flatMap(({ a, b }) => [a, b])
        .filter((end) => deviceIn(clab.nodes, end) === null)
        .map((end) => endpointOf(clab.nodes, end)),
    },
  }
}

type Mode = 'deploy' | 'attach'

/** Nobody can give what is not here to be held, and what a run that died has removed from somebody else's lab must be re-created. */
export function restartOf(
  { name, kind, kindClass, exec }: ClabNode,
  clab: ClabFile,
  wires: readonly Wire[],
  mode: Mode,
): Restart {
  const mine = wires.filter(({ a, b }) => a.node === name || b.node === name)
  if (mode === 'attach' && kindClass !== 'linux')
    return { because: `what a ${kind} does with ports that come later is its own` }
  const plain = mode === 'attach' ? mine.find((wire) => wire.plain !== null) : undefined
  if (plain !== undefined)
    return {
      because: `its cable ${nameOf(plain, clab.nodes)} is a plain veth, and takes what its neighbour has configured there along`,
    }
  const nameless = mine
    .flatMap(({ a, b }) => [a, b])
    .find((end) => end.node === name && deviceIn(clab.nodes, end) === null)
  if (nameless !== undefined) return { because: `only a ${kind} knows which device ${nameless.interface} is` }
  if (exec.some(({ text: command }) => /__clab(?:Dir|NodeDir)__/.test(command)))
    return { because: 'its exec names the folder of the lab, which only containerlab knows' }
  if (sharesNetwork(name, clab)) return { because: 'it shares its network with another node' }
  const cables = wires.flatMap((wire) => wire.links)
  const other = clab.links.find((link) => !cables.includes(link) && link.ends.some(({ node }) => node === name))
  return other === undefined
    ? { exec: exec.map(({ text: command }) => command) }
    : { because: `its link to ${beyond(other, name)} would die with it` }
}

const sharesNetwork = (name: string, { nodes }: ClabFile): boolean =>
  nodes.some(
    ({ name: node, networkMode }) =>
      networkMode?.startsWith('container:') && (node === name || networkMode === `container:${name}`),
  )

const beyond = ({ ends, beyond }: ClabLink, name: string): string => {
  const end = ends.find(({ node }) => node !== name)
  return end === undefined ? (beyond ?? 'nothing') : `${end.node}:${end.interface}`
}

const nameOf = ({ a, b }: Wire, nodes: readonly ClabNode[]): string =>
  cableName(endpointOf(nodes, a), endpointOf(nodes, b))

/** Every cable of the file, in the order of its links. */
export function wiresOf({ nodes, links }: ClabFile): readonly Wire[] {
  const waiting = new Map<string, ClabLink>()
  const containers = new Set(nodes.filter(hasContainer).map(({ name }) => name))
  return links.flatMap((link): Wire[] => {
    const [first, second] = link.ends
    const vars = backhoe(link.vars)
    if (first !== undefined && second !== undefined && link.ends.every(({ node }) => containers.has(node)))
      return [{ a: first, b: second, vars, links: [link], plain: isStitched(link, nodes) ? null : link }]
    const half = text(vars.cable)
    if (link.type !== 'host' || half === null || first === undefined) return []
    const before = waiting.get(half)
    waiting.set(half, link)
    const other = before?.ends[0]
    return before === undefined || other === undefined
      ? []
      : [{ a: other, b: first, vars, links: [before, link], plain: null }]
  })
}

/** containerlab stitches brief links of an SR-SIM by itself (nodes/sros, DefaultLinkType). */
const isStitched = ({ type, brief, ends }: ClabLink, nodes: readonly ClabNode[]): boolean =>
  type === 'veth-stitch' ||
  (brief && nodes.some(({ name, kind }) => kind === 'nokia_srsim' && ends.some(({ node }) => node === name)))

const backhoe = (vars: Mapping): Mapping => mapping(vars, 'backhoe')

/** The device at an end; null where only containerlab knows it. */
export function deviceIn(nodes: readonly ClabNode[], end: ClabEnd): string | null {
  const node = nodes.find(({ name }) => name === end.node)
  return node === undefined ? null : deviceOf(node, end.interface)
}

/** The end's device where it is known, else what the file calls it. */
export const endpointOf = (nodes: readonly ClabNode[], end: ClabEnd): Endpoint => ({
  node: end.node,
  interface: deviceIn(nodes, end) ?? end.interface,
})

function cableOf({ a, b, vars }: Wire, nodes: readonly ClabNode[]): Cable {
  const ends = [endpointOf(nodes, a), endpointOf(nodes, b)] as const
  return { name: cableName(...ends), a: ends[0], b: ends[1], role: text(vars.role) ?? 'link', risks: texts(vars.risks) }
}

function nodeOf(node: ClabNode, wires: readonly Wire[]): Node {
  const { name, kindClass, vars } = node
  const known = backhoe(vars)
  const ends = wires.flatMap(({ a, b }) => [a, b]).filter((end) => end.node === name)
  return {
    name,
    role: ROLES.find((role) => role === known.role) ?? (kindClass === 'linux' ? 'host' : 'router'),
    risks: texts(known.risks),
    forwarding: false,
    interfaces: ends.map((end, index) => portOf(end, deviceOf(node, end.interface) ?? end.interface, index)),
    routes: [],
    features: {},
    probes: list(known.probes).flatMap(probeOf),
    files: {},
  }
}

/** Indexes and addresses are containerlab's to choose. */
function portOf(end: ClabEnd, name: string, index: number): PortInterface {
  const member = text(backhoe(end.vars).stackMember)
  return {
    kind: 'port',
    name,
    mac: end.mac ?? '',
    index: 100 + index,
    addresses: [],
    risks: [],
    ...(member === null ? {} : { stackMember: member }),
  }
}

function probeOf(probe: unknown): ProbeAddress[] {
  const address = isMapping(probe) ? text(probe.address) : null
  if (address === null || !isMapping(probe)) return []
  const device = text(probe.device)
  return [{ address, ...(device === null ? {} : { device }) }]
}

const texts = (value: unknown): string[] => list(value).flatMap((one) => text(one) ?? [])
