import { watchedRouters, type EchoRequest, type VrrpAdvert, type VrrpSettled } from './data-kinds.ts'
import { bareAddress } from '../../model/address.ts'
import { groupBy } from '../../model/group-by.ts'
import { endpointText, type Topology } from '../../model/topology.ts'
import { formatNs } from '../../model/time.ts'
import type { Text } from '../contract/text.ts'
import { vrrpOf, type VirtualRouter } from './data.ts'

export const vrrpText: Text = {
  nodeLines: (node) => {
    const { routers, syncGroups, delays = [] } = vrrpOf(node)
    return [
      ...routers.flatMap(routerLines),
      ...syncGroups.map(({ name, members }) => `sync group ${name}: ${members.join(' ')}`),
      ...delays.map(
        ({ interface: device, downNs, upNs }) =>
          `VRRP takes ${device} for down after ${formatNs(downNs)}, and for up after ${formatNs(upNs)}`,
      ),
    ]
  },
  labels: (node, topology) =>
    vrrpOf(node).routers.map((one) => ({
      text: `${one.name} ${String(one.priority)}`,
      isActive: partners(topology, one).every(({ router }) => router === one || router.priority < one.priority),
      now: { watch: 'vrrp', name: one.name, active: 'MASTER' },
    })),
  groups: (topology) =>
    groupBy(routersIn(topology), ({ router }) => sharedBy(router))
      .filter((members) => members.length > 1)
      .map((members) => ({
        nodes: members.map(({ node }) => node),
        title: `VRID ${String(members[0]?.router.vrid)}`,
        shared: (members[0]?.router.addresses ?? []).map(bareAddress),
      })),
  watched: (watch) => watchedRouters(watch).map(({ node, name }) => `VRRP state of ${node} ${name}`),
  states: { vrrp: 'vrrp' },
  waits: {
    vrrpSettled: ({ active, backups }: VrrpSettled) =>
      `${active.node}:${active.name} is MASTER and ${backups.map(({ node, name }) => `${node}:${name}`).join(', ')} BACKUP`,
  },
  events: {
    vrrpAdvert: (event: VrrpAdvert) => `an advertisement of VRID ${String(event.vrid)} at ${endpointText(event)}`,
    echoRequest: ({ node, address }: EchoRequest) => `an echo request of ${node} to ${address}`,
  },
}

interface RouterOfNode {
  readonly node: string
  readonly router: VirtualRouter
}

const routersIn = ({ nodes }: Topology): readonly RouterOfNode[] =>
  nodes.flatMap((node) => vrrpOf(node).routers.map((router) => ({ node: node.name, router })))

/** Equal of virtual routers that are one. */
const sharedBy = ({ vrid, addresses }: VirtualRouter): string => [String(vrid), ...[...addresses].sort()].join(' ')

const partners = (topology: Topology, router: VirtualRouter): readonly RouterOfNode[] =>
  routersIn(topology).filter((one) => sharedBy(one.router) === sharedBy(router))

function routerLines(one: VirtualRouter): readonly string[] {
  const { name, vrid, priority, addresses, interface: on, track, weighed = [], reach, scripts = [], peers, vmac } = one
  const tracked = [
    ...track,
    ...weighed.map((item) => `${item.interface} (${signed(item.weight)})`),
    ...(reach === undefined
      ? []
      : [reach.weight === undefined ? reach.address : `${reach.address} (${signed(reach.weight)})`]),
    ...scripts.map(({ command, weight }) => (weight === undefined ? command : `${command} (${signed(weight)})`)),
  ]
  return [
    `VRRP ${name}: VRID ${String(vrid)}, priority ${String(priority)}, ${addresses.join(' ')} on ${on}`,
    ...(tracked.length === 0 ? [] : [`${name} tracks ${tracked.join(' and ')}`]),
    ...(vmac === undefined ? [] : [`${name} has a virtual MAC address`]),
    ...(peers === undefined ? [] : [`${name} advertises to ${peers.join(' and ')}`]),
  ]
}

const signed = (weight: number): string => (weight > 0 ? `+${String(weight)}` : String(weight))
