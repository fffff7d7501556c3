import {
  bgpTimers,
  compose,
  handles,
  nodeHandle,
  nth,
  Parameters,
  readBfd,
  readBgpTimers,
  type BfdTimers,
  type BgpTimers,
} from '../src/compose/index.ts'
import type { CableHandle, NodeHandle } from '../src/model/handle.ts'
import type { Site } from '../src/model/topology.ts'
import type { Attached } from './active-active.ts'

export interface LeafSpineOptions extends BgpTimers {
  /** Leaf switches, each with a host, 2 to 16. Default 4. */
  readonly leaves?: number
  /** Spine switches, each with a cable to every leaf, 1 to 8. Default 2. */
  readonly spines?: number
  /** Spines that a leaf sends by at once, 1 to 8. Default: all of them. */
  readonly ecmp?: number
  /** BFD on every cable: `{}` for its defaults. Default: none. */
  readonly bfd?: BfdTimers
}

export interface Leaf extends NodeHandle {
  /** To spine 1, 2, ... */
  uplink(spine: number): CableHandle
}

export interface LeafSpine extends Site {
  /** Behind leaf 1, 2, ... */
  host(leaf: number): Attached
  leaf(position: number): Leaf
  spine(position: number): NodeHandle
}

/**
 *     spine1   spine2         Every leaf has a cable to every spine. They route: eBGP on each cable, an AS for each leaf and one for all
 *       │ ╲   ╱ │             spines, so that no packet goes from leaf to spine twice (RFC 7938 5.2.1). A leaf sends by all spines
 *       │   ╳   │             at once, by a hash of addresses and ports (ECMP).
 *       │ ╱   ╲ │
 *     leaf1   leaf2   …
 *       │       │
 *      h1      h2     …
 *
 * Throws BackhoeError with every bad parameter at once.
 */
export function leafSpine(options: LeafSpineOptions = {}): LeafSpine {
  const { leaves, spines, ecmp, bfd, timers } = read(options)
  const net = compose('leaf-spine')
  const spineNodes = numbers(spines).map((j) =>
    net.node(`spine${String(j)}`, { role: 'router', risks: [`rack-spine-${String(j)}`, feed(j)] }),
  )
  const made = numbers(leaves).map((i) => {
    const rack = `rack-${String(i)}`
    const leaf = net.node(`leaf${String(i)}`, { role: 'router', risks: [rack, feed(i)] })
    const host = net.node(`h${String(i)}`, { role: 'host', risks: [rack] })
    const lan = `10.1.${String(i)}`
    const link = net.link(
      host.port('eth0', { addresses: [`${lan}.101/24`] }),
      leaf.port('lan', { addresses: [`${lan}.1/24`] }),
      { role: 'lan', risks: [rack] },
    )
    host.route('default', `${lan}.1`)
    const uplinks = spineNodes.map((spine, at) => {
      const [near, far] = ends(i, 1 + at)
      return net.link(
        leaf.port(spine.name, { addresses: [`${near}/30`] }),
        spine.port(leaf.name, { addresses: [`${far}/30`] }),
        { role: 'uplink', risks: [`tray-${String(1 + at)}`] },
      )
    })
    leaf.bgp({
      as: leafAs(i),
      routerId: `10.255.1.${String(i)}`,
      neighbours: Object.fromEntries(numbers(spines).map((j) => [ends(i, j)[1], { as: SPINES }])),
      networks: ['lan'],
      ecmp,
      ...timers,
    })
    return { leaf, host, link, uplinks }
  })
  spineNodes.forEach((spine, at) => {
    spine.bgp({
      as: SPINES,
      routerId: `10.255.0.${String(1 + at)}`,
      neighbours: Object.fromEntries(numbers(leaves).map((i) => [ends(i, 1 + at)[0], { as: leafAs(i) }])),
      ...timers,
    })
  })
  if (bfd !== null) for (const node of [...spineNodes, ...made.map(({ leaf }) => leaf)]) node.bfd(bfd)
  const topology = net.build()
  const hostHandles = made.map(({ host, link }): Attached => nodeHandle(host, { link }))
  const leafHandles = made.map(({ leaf, uplinks }): Leaf =>
    nodeHandle(leaf, { uplink: (spine: number) => nth(`uplink of ${leaf.name}`, uplinks, spine) }),
  )
  const spineHandles = spineNodes.map((spine): NodeHandle => nodeHandle(spine))
  return handles('leafSpine', {
    topology,
    host: (position: number) => nth('host of leafSpine', hostHandles, position),
    leaf: (position: number) => nth('leaf of leafSpine', leafHandles, position),
    spine: (position: number) => nth('spine of leafSpine', spineHandles, position),
  })
}

/** Private numbers (RFC 6996). */
const SPINES = 65_000
const leafAs = (leaf: number): number => SPINES + leaf

/** Addresses of the leaf and of the spine on their cable. */
const ends = (leaf: number, spine: number): readonly [string, string] => [
  `10.0.${String(leaf)}.${String(4 * spine + 1)}`,
  `10.0.${String(leaf)}.${String(4 * spine + 2)}`,
]

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => 1 + at)

const feed = (position: number): string => (position % 2 === 1 ? 'feed-a' : 'feed-b')

type Read = Required<Pick<LeafSpineOptions, 'leaves' | 'spines' | 'ecmp'>> & {
  readonly timers: BgpTimers
  readonly bfd: BfdTimers | null
}

function read(options: LeafSpineOptions): Read {
  const parameters = new Parameters('leafSpine', options)
  const leaves = parameters.integer('leaves', 4, { min: 2, max: 16 })
  const spines = parameters.integer('spines', 2, { min: 1, max: 8 })
  const ecmp = parameters.integer('ecmp', spines, { min: 1, max: 8 })
  const bfd = parameters.has('bfd') ? readBfd(parameters.inner('bfd')) : null
  const timers = bgpTimers(readBgpTimers(parameters))
  parameters.rejectUnknown()
  parameters.throwProblems()
  return { leaves, spines, ecmp, bfd, timers }
}
