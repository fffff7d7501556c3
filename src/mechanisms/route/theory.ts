import { reason } from '../../model/reason.ts'
import type { CarrierState } from '../link/data-kinds.ts'
import { nexthopDevices } from '../../model/nexthops.ts'
import { gatewaysOf, ignoresDarkLinks, isMultipath, untrackedRoutes, type Route } from '../../model/route.ts'
import type { Ns } from '../../model/time.ts'
import type { Node } from '../../model/topology.ts'
import type { Blocked, Change, Reactions } from '../../theory/change.ts'
import { IP } from '../../theory/damage.ts'
import { toldNs } from '../../theory/given-up.ts'
import { delivers } from '../../theory/lan.ts'
import { holderOf } from '../../theory/path.ts'
import { egressTo } from '../../theory/routes.ts'
import { on } from '../../theory/wiring.ts'
import type { World } from '../../theory/world.ts'
import type { Theory } from '../contract/theory.ts'
import { asksLater, emptied, mayLeaveOut, nexthopChanges } from './theory-nexthops.ts'

export const routeTheory: Theory = {
  changes: ({ broken, hz }) => routeChanges(broken, hz),
  undecided: ({ broken }) => mayLeaveOut(broken),
  withdrawn: ({ broken }, stages) => asksLater(broken, stages),
}

/**
 * A node that ignores routes by interfaces without carrier does so as soon as its kernel reports that: the next gateway of equal cost,
 * the next metric or a larger network takes over. Nothing else takes a gateway out: one that is silent behind a lit port keeps its
 * share for good (`fib_multipath_use_neigh` is off, and no daemon asks it).
 */
function routeChanges(world: World, hz: number): Reactions {
  const { nodes } = world.wiring.topology
  return {
    changes: [
      ...nodes
        .filter(ignoresDarkLinks)
        .flatMap((node) =>
          node.interfaces
            .filter((one) => isRouted(node, one.name) && !world.hasCarrier(on(node.name, one.name)))
            .map(({ name }) => leftOut(node, name, toldNs(world, on(node.name, name), hz))),
        ),
      ...nexthopChanges(world, hz),
    ],
    blocked: nodes.flatMap((node) => [...emptied(world, node), ...keptGateways(world, node)]),
  }
}

/** Routes lead to it: those of its own networks, or one that names it. */
const isRouted = ({ interfaces, routes }: Node, device: string): boolean =>
  interfaces.some(({ name, addresses }) => name === device && addresses.length > 0) ||
  routes.some((route) => route.device === device)

function leftOut(node: Node, name: string, latestNs: Ns): Change {
  const because = isMultipath(node)
    ? reason(
        'ecmp-leaves-out',
      )`ECMP: ${{ node: node.name }} leaves out the gateways behind ${{ interface: name }} as soon as it has no carrier, and hashes anew`
    : reason(
        'route-ignored',
      )`${{ node: node.name }} ignores its routes by ${{ interface: name }} as soon as it has no carrier (ignore_routes_with_linkdown)`
  return {
    reaction: { react: 'link-left-out', node: node.name, interface: name },
    after: null,
    lowNs: 0,
    highNs: latestNs,
    because,
    source: `net/core/link_watch.c: linkwatch_event; net/ipv4/fib_semantics.c: fib_sync_down_dev, ${isMultipath(node) ? 'fib_select_multipath' : 'ip_ignore_linkdown'}`,
    detection: { watch: 'carrier', node: node.name, name, state: 'down' } satisfies CarrierState,
    phase: null,
  }
}

/** Gateways with an alternative that get nothing any more, and are used all the same. */
function keptGateways(world: World, node: Node): readonly Blocked[] {
  const gateways = untrackedRoutes(node)
    // What a group does about a gateway that has carrier is not bounded, unless it is resilient.
    .filter((route) => route.group?.type !== 'mpath' && hasAlternative(node, route))
    .flatMap(gatewaysOf)
  const devices = nexthopDevices(node)
  return gateways.flatMap((gateway) => {
    const egress = egressTo(world, node, gateway, null)
    if (egress === null) return []
    const isRemoved = devices.has(egress.interface)
    if (!world.hasCarrier(egress)) return isRemoved || ignoresDarkLinks(node) ? [] : [kept(node, gateway, DARK)]
    const holder = holderOf(world, gateway, egress)
    if (holder !== null && delivers(world, egress, holder, IP)) return []
    return [kept(node, gateway, LIT)]
  })
}

const LIT = {
  because: reason('port-lit')`since its port to it has carrier`,
  source: 'net/ipv4/fib_semantics.c: fib_select_multipath (fib_multipath_use_neigh is off)',
}
const DARK = {
  because: reason('port-dark')`though its port to it has no carrier: ignore_routes_with_linkdown is off`,
  source: 'net/ipv4/fib_trie.c: fib_lookup_good_nhc',
}

const kept = (node: Node, gateway: string, { because, source }: typeof LIT): Blocked => ({
  because: isMultipath(node)
    ? reason('ecmp-gateway-kept')`ECMP: ${{ node: node.name }} goes on using ${{ gateway }}, ${{ because }}`
    : reason('gateway-kept')`${{ node: node.name }} goes on using ${{ gateway }}, ${{ because }}`,
  source,
})

/** Another gateway of equal cost, or a route of another metric. */
const hasAlternative = ({ routes }: Node, route: Route): boolean =>
  route.also !== undefined ||
  routes.some((other) => other !== route && other.to === route.to && other.table === route.table)
