import type { OwnFile, Unread } from '../model/own-file.ts'
import { ownFile } from '../compose/file-text.ts'
import { nodeBuilder } from '../compose/node.ts'
import type { Part } from '../compose/report.ts'
import { topologyProblems } from '../compose/validate.ts'
import { OPTIONS } from '../mechanisms/all/options.ts'
import type { Contained } from '../mechanisms/contract/options.ts'
import type { Problem } from '../model/problem.ts'
import type { ContainerCommand } from '../model/told.ts'
import type { Interface, Node, Topology } from '../model/topology.ts'
import { Binds } from './binds.ts'
import type { ClabFile, ClabNode } from './file.ts'
import { isOfDaemon, whyUnread } from './daemons.ts'
import { isIdleImage, ownImage } from './images.ts'
import { commandsOf, scriptOf } from './shell.ts'
import { forwardingOf } from './sysctls.ts'
import type { WatchFiles } from './topology.ts'

export interface Configured {
  readonly topology: Topology
  readonly watched: WatchFiles
}

/**
 * The topology with what its nodes of kind linux configure inside, as far as the file says it; what is not understood is kept with its
 * line, and so is what theory would need to know of a node that nothing says: they have no windows.
 */
export function configured(topology: Topology, clab: ClabFile, folder: string): Configured {
  const contained = new Map<string, readonly Contained[]>()
  const saidOf = new Map(clab.nodes.map((one) => [one.name, one]))
  const nodes = topology.nodes.map((node, number) => {
    const said = saidOf.get(node.name)
    if (said === undefined) return node
    if (said.kindClass === 'linux') {
      const found = linuxNode(node, said, number, folder)
      contained.set(node.name, found.contained)
      return found.node
    }
    return withUnread(node, [{ what: `“kind: ${said.kind}”`, where: said.where, device: null }])
  })
  const known = checked({ ...topology, nodes }, (name) => saidOf.get(name)?.where ?? '')
  return { topology: known, watched: watchedOf(clab.lab, known, contained) }
}

function linuxNode(
  bare: Node,
  said: ClabNode,
  number: number,
  folder: string,
): { readonly node: Node; readonly contained: readonly Contained[] } {
  const problems: Problem[] = []
  const bound = new Binds(said.binds, folder)
  const commands = said.exec
    .flatMap(({ text, where }) => commandsOf(text, where))
    .flatMap((one) => scriptOf(one, bound) ?? [one])
  const { forwarding, rest, unread: sysctls } = forwardingOf(said, commands)
  const contained = containedIn(said, rest, bound)
  const started = contained.flatMap((one) => one.started)
  const files = Object.fromEntries(
    contained
      .flatMap((one) => Object.entries(one.files))
      .flatMap(([path, place]) => {
        const file = bound.file(place)
        return file === null ? [] : [[path, file]]
      }),
  )
  const builder = nodeBuilder(bare.name, number, { role: bare.role, files }, problems)
  for (const { name } of bare.interfaces) builder.port(name)
  for (const { told } of OPTIONS)
    told?.(
      [...rest.filter((one) => !started.includes(one)), ...contained.flatMap(({ does }) => does)],
      builder.nounContext(),
    )
  const forwards = forwarding ?? (contained.some((one) => one.forwards) ? true : null)
  const { interfaces, routes, features, probes, unread = [], files: texts } = builder.finish()
  const node: Node = {
    ...bare,
    forwarding: forwards ?? false,
    interfaces: interfaces.map((one) => placedAs(one, bare)),
    routes,
    features,
    files: texts,
    probes: bare.probes.length > 0 ? bare.probes : probes,
  }
  const mayForward = interfaces.filter(({ addresses }) => addresses.some((one) => !one.includes(':'))).length > 1
  const whole = withUnread(node, [
    ...unread,
    ...unknownOf(said, bound, contained),
    ...sysctls,
    ...(forwards === null && mayForward
      ? [{ what: 'several addresses and no net.ipv4.ip_forward', where: said.where, device: null }]
      : []),
    ...problems.map(({ what, where }) => ({ what: `a problem: ${what}`, where: where ?? said.where, device: null })),
  ])
  return { node: whole, contained }
}

/** What daemons in the container do, as far as the file says it. */
function containedIn(
  { image, entrypoint, cmd, where }: ClabNode,
  commands: readonly ContainerCommand[],
  bound: Binds,
): readonly Contained[] {
  const file = (place: string): OwnFile | null => {
    const found = bound.file(place)
    return found === null ? null : ownFile(found, place)
  }
  const container = { commands, image: ownImage(image, entrypoint, cmd), file, where }
  return OPTIONS.flatMap((mechanism) => mechanism.contained?.(container) ?? [])
}

/** Where a container finds what it is watched by: a folder of the node's, as ours have it. */
const WATCH_FOLDER = '/backhoe-watch'

function watchedOf(lab: string, { nodes }: Topology, contained: ReadonlyMap<string, readonly Contained[]>): WatchFiles {
  const all = nodes.flatMap(({ name, files }) =>
    Object.entries(files).flatMap(([path, text]) => {
      const place = contained.get(name)?.find((one) => path in one.files)?.files[path]
      return place === undefined ? [] : [{ name, place, path: `${lab}/${name}/${path}`, text }]
    }),
  )
  const names = [...new Set(all.map(({ name }) => name))]
  // Its daemons are no root's, and cannot make it.
  const logs = [...contained].flatMap(([name, daemons]) =>
    daemons.flatMap((one) => one.logs.map((log) => [`${lab}/${name}/${log}`, ''] as const)),
  )
  return {
    binds: Object.fromEntries(
      names.map((node) => [
        node,
        [
          ...all.filter(({ name }) => name === node).map(({ place, path }) => `${path}:${place}`),
          `${lab}/${node}:${WATCH_FOLDER}`,
        ],
      ]),
    ),
    files: Object.fromEntries([
      ...all.map(({ path, text }) => [path, text.replaceAll('{dir}', WATCH_FOLDER)] as const),
      ...logs,
    ]),
  }
}

/** Of a cable's end containerlab says the MAC and the place; of what a container makes inside nobody does. */
function placedAs(one: Interface, { interfaces }: Node): Interface {
  const port = interfaces.find(({ name }) => name === one.name)
  if (port === undefined || one.kind !== 'port') return { ...one, mac: '' }
  const master = one.master === undefined ? {} : { master: one.master }
  return { ...port, ...master, addresses: one.addresses, ...(one.mtu === undefined ? {} : { mtu: one.mtu }) }
}

/** What configures a node beside the commands that are read. */
function unknownOf(said: ClabNode, bound: Binds, contained: readonly Contained[]): readonly Unread[] {
  const { image, entrypoint, cmd, networkMode, hasStages, where } = said
  const about = (what: string): Unread => ({ what, where, device: null })
  return [
    ...(isIdleImage(image, entrypoint, cmd) || contained.some((one) => one.isStarted)
      ? []
      : [about(`the image ${image ?? '(none)'}, which may configure it`)]),
    ...contained.flatMap(({ unread }) => unread),
    ...bound.targets
      .filter((one) => isOfDaemon(one) && !contained.some(({ known }) => known.includes(one)))
      .map((target) => about(`a bound ${target}${whyUnread(target)}`)),
    ...(hasStages ? [about('“stages”')] : []),
    ...(networkMode !== null && /^(host|container:.*)$/.test(networkMode)
      ? [about(`“network-mode: ${networkMode}”`)]
      : []),
  ]
}

const withUnread = (node: Node, more: readonly Unread[]): Node => {
  const unread = [...(node.unread ?? []), ...more]
  return unread.length === 0 ? node : { ...node, unread }
}

/** The lab runs whatever we think of it: what a topology of ours must not have silences the windows here. */
function checked(topology: Topology, placeOf: (node: string) => string): Topology {
  const places: Part[] = []
  const problems = topologyProblems(topology, (place) => {
    places.push(place)
    return undefined
  })
  return {
    ...topology,
    nodes: topology.nodes.map((node, number) =>
      withUnread(
        node,
        problems
          .filter(({ code }, at) => !NAMES.has(code) && concerns(places[at], number, topology))
          .map(({ what }) => ({ what: `a problem: ${what}`, where: placeOf(node.name), device: null })),
      ),
    ),
  }
}

/** Of names only our own kernel back ends are particular. */
const NAMES = new Set(['bad-name', 'no-nodes', 'name-too-long'])

function concerns(place: Part | undefined, number: number, { cables, nodes }: Topology): boolean {
  if (place === undefined || place === 'topology') return true
  if ('node' in place) return place.node === number
  const cable = cables[place.cable]
  return [cable?.a.node, cable?.b.node].includes(nodes[number]?.name)
}
