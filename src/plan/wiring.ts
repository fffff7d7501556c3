import { SETTLES } from '../mechanisms/all/settle.ts'
import { CARRIER } from '../mechanisms/contract/settle.ts'
import type { CarrierWait } from '../mechanisms/link/data-kinds.ts'
import type { KnownCapability } from '../mechanisms/all/needs.ts'
import type { Capability } from '../model/capability.ts'
import { nexthopDevices } from '../model/nexthops.ts'
import type { RouteWatch } from '../mechanisms/route/data-kinds.ts'
import { panelEnd, REDIRECT_PREF, WIRE, type Operation } from '../model/operation.ts'
import type { Plan, WatchPlan } from '../model/plan.ts'
import { hasOpenVSwitch, interfaceOf, isOpenVSwitch, type Cable, type Node, type Topology } from '../model/topology.ts'
import { nodeDaemons, nodeFiles } from '../render/daemons.ts'
import { nexthopOperations, nodeOperations, nodeSysctls } from '../render/node-operations.ts'
import { wiringOf } from '../theory/wired.ts'
import type { Wiring as TheoryWiring } from '../theory/wiring.ts'
import { rates } from './rates.ts'
import { settle } from './settle.ts'

/** The part of a plan that a topology alone decides. */
export type WiringPlan = Pick<Plan, 'build' | 'daemons' | 'settle' | 'watch' | 'needs'>

/** How a topology is built, what shows that it has settled, and what is watched. Cable i is `topology.cables[i]`. */
export function wiring(topology: Topology): WiringPlan {
  const wired = wiringOf(topology)
  return {
    build: [
      ...namespaces(topology),
      ...topology.cables.flatMap((cable, number) => veths(topology, cable, number)),
      ...topology.cables.flatMap((cable, number) => middle(topology, cable, number)),
      ...checksums(topology),
      ...rates(topology),
      ...topology.nodes.flatMap(nodeOperations),
      ...topology.nodes.flatMap((node) =>
        Object.entries(nodeFiles(node)).map(([path, text]): Operation => ({ op: 'file', node: node.name, path, text })),
      ),
      // Light comes last and everywhere at once: no protocol has a head start.
      ...topology.cables.flatMap((_, number) =>
        bothEnds(number).map((end): Operation => ({ op: 'up', ns: WIRE, name: end.name })),
      ),
    ],
    daemons: [...topology.nodes.flatMap(litOperations), ...daemonsOf(wired)],
    settle: settle(wired),
    watch: watched(wired),
    needs: needs(topology),
  }
}

const watched = (wiring: TheoryWiring): WatchPlan =>
  Object.assign({}, ...SETTLES.map((one) => one.watched(wiring.topology)), routesOf(wiring)) as WatchPlan

/** What a node can do only once its ports have light. */
function litOperations(node: Node): readonly Operation[] {
  const ports = new Set([...nexthopDevices(node)].map((device) => portBelow(node, device)))
  return [
    ...[...ports].map((name): Operation => {
      const wait: CarrierWait = { wait: 'carrier', node: node.name, name }
      return { op: 'wait', wait, deadlineNs: CARRIER }
    }),
    ...nexthopOperations(node),
  ]
}

/** A VLAN has the carrier of its port as soon as that is reported (net/8021q/vlan.c: vlan_device_event). */
function portBelow({ interfaces }: Node, name: string): string {
  const one = interfaces.find((other) => other.name === name)
  return one?.kind === 'vlan' ? one.parent : name
}

/** Of nodes whose routes a protocol maintains, or the kernel by its nexthops. */
function routesOf({ topology, dynamicRoutes }: TheoryWiring): RouteWatch {
  const grouped = topology.nodes.filter((node) => nexthopDevices(node).size > 0).map(({ name }) => name)
  const nodes = [...new Set([...dynamicRoutes.keys(), ...grouped])]
  return nodes.length === 0 ? {} : { routes: nodes }
}

/** Every program, in the order that a mechanism asks for. */
function daemonsOf(wiring: TheoryWiring): readonly Operation[] {
  const order = SETTLES.find(({ start }) => start !== undefined)?.start?.(wiring)
  return (order ?? wiring.topology.nodes.map((node) => ({ node, waits: [] }))).flatMap(({ node, waits }) => [
    ...waits.map((one): Operation => ({ op: 'wait', ...one })),
    ...nodeDaemons(node).map(({ name, argv, user }): Operation => ({
      op: 'daemon',
      node: node.name,
      name,
      argv,
      ...(user === undefined ? {} : { user }),
    })),
  ])
}

function namespaces(topology: Topology): readonly Operation[] {
  const quiet = ['all', 'default'].map((which): Operation => ({
    op: 'sysctl',
    ns: WIRE,
    key: `net.ipv6.conf.${which}.disable_ipv6`,
    value: '1',
  }))
  return [
    { op: 'namespace', ns: WIRE },
    ...quiet,
    ...topology.nodes.flatMap((node): readonly Operation[] => [
      { op: 'namespace', ns: node.name },
      ...nodeSysctls(node),
    ]),
  ]
}

const bothEnds = (cable: number): readonly ReturnType<typeof panelEnd>[] => [panelEnd(cable, 'a'), panelEnd(cable, 'b')]

/** A cable's two pairs: the middle end lies in the wire namespace, the outer one in its node. */
function veths(topology: Topology, cable: Cable, number: number): readonly Operation[] {
  return (['a', 'b'] as const).map((end): Operation => {
    const outer = interfaceOf(topology, cable[end])
    const { name, index, mac } = panelEnd(number, end)
    return {
      op: 'veth',
      ns: WIRE,
      name,
      index,
      mac,
      peer: { ns: cable[end].node, name: outer.name, index: outer.index, mac: outer.mac },
    }
  })
}

/** What joins the two pairs: everything that comes out of one middle end leaves by the other. */
function middle(topology: Topology, cable: Cable, number: number): readonly Operation[] {
  const mtu = Math.max(...[cable.a, cable.b].map((end) => interfaceOf(topology, end).mtu ?? ETHERNET_MTU))
  const [a, b] = [panelEnd(number, 'a').name, panelEnd(number, 'b').name]
  return [
    [a, b],
    [b, a],
  ].flatMap(([name = '', to = '']): readonly Operation[] => [
    // A cable has no MTU of its own.
    ...(mtu > ETHERNET_MTU ? [{ op: 'mtu', ns: WIRE, name, mtu } satisfies Operation] : []),
    { op: 'gso-max-segs', ns: WIRE, name, segments: 1 },
    { op: 'clsact', ns: WIRE, name },
    { op: 'redirect', ns: WIRE, name, to, pref: REDIRECT_PREF },
  ])
}

/**
 * veth leaves checksums to the receiver's kernel. A switch in userspace forwards the bytes only, and the receiver would drop
 * the segment. containerlab turns the same off at its own veths (links/link_veth.go).
 */
function checksums(topology: Topology): readonly Operation[] {
  if (!hasOpenVSwitch(topology)) return []
  return topology.cables.flatMap(({ a, b }) =>
    [a, b].map(({ node, interface: name }): Operation => ({ op: 'tx-checksums', ns: node, name })),
  )
}

const ETHERNET_MTU = 1500

function needs(topology: Topology): readonly Capability[] {
  const interfaces = topology.nodes.flatMap((node) => node.interfaces)
  const ofDaemons = topology.nodes.flatMap((node) => nodeDaemons(node).flatMap((daemon) => daemon.needs))
  const translates = interfaces.some((one) => one.masquerade === true || one.publish !== undefined)
  const links: Needed = [
    ['veth', true],
    ['tc-mirred', true],
    ['bonding', interfaces.some((one) => one.kind === 'bond')],
    ['lacp', interfaces.some((one) => one.kind === 'bond' && one.bond.mode === '802.3ad')],
    ['bridge', interfaces.some((one) => one.kind === 'bridge' && !isOpenVSwitch(one))],
    ['802.1q', interfaces.some((one) => one.kind === 'vlan')],
    ['vlan-filtering', interfaces.some((one) => one.kind === 'bridge' && one.vlanFiltering && !isOpenVSwitch(one))],
    ['macvlan', interfaces.some((one) => one.kind === 'macvlan')],
    ['tc-label', interfaces.some((one) => one.filters !== undefined)],
  ]
  const routes: Needed = [
    ['nft', translates],
    ['nat', translates],
    ['policy-routing', topology.nodes.some(({ rules }) => rules !== undefined)],
    ['nexthop-groups', topology.nodes.some(({ routes }) => routes.some(({ group }) => group !== undefined))],
  ]
  return [...new Set([...named(links), ...ofDaemons, ...named(routes)])]
}

type Needed = readonly (readonly [capability: KnownCapability, isNeeded: boolean])[]

const named = (all: Needed): readonly Capability[] =>
  all.flatMap(([capability, isNeeded]) => (isNeeded ? [capability] : []))
