import type { CarrierState } from '../link/data-kinds.ts'
import type { StateMatch } from '../../model/handle.ts'
import { reason, type Reason } from '../../model/reason.ts'
import type { Endpoint, Node } from '../../model/topology.ts'
import type { Blocked, Change } from '../../theory/change.ts'
import { toldNs } from '../../theory/given-up.ts'
import { isHopAnswered } from '../../theory/path.ts'
import { on } from '../../theory/wiring.ts'
import type { World } from '../../theory/world.ts'
import type { Undecided, Unsteady } from '../contract/theory.ts'
import { groupedRoutes, nexthopDevices } from '../../model/nexthops.ts'
import { destinationOf, isWatched } from './data.ts'
import { routeState, type RouteState } from './data-kinds.ts'

/** The kernel removes them as soon as it reports that the interface has no carrier, and spreads packets over the others. */
export const nexthopChanges = (world: World, hz: number): readonly Change[] =>
  world.wiring.topology.nodes.flatMap((node) =>
    [...nexthopDevices(node)]
      .filter((name) => !world.hasCarrier(on(node.name, name)))
      .map((name) => ({
        reaction: { react: 'nexthops-removed', node: node.name, interface: name },
        after: null,
        lowNs: 0,
        highNs: toldNs(world, on(node.name, name), hz),
        because: reason(
          'nexthops-removed',
        )`${{ node: node.name }} removes its nexthops by ${{ interface: name }} from their groups as soon as it has no carrier, for good`,
        source: 'net/core/link_watch.c: linkwatch_event; net/ipv4/nexthop.c: nexthop_flush_dev, remove_nh_grp_entry',
        detection: detectionOf(world, node, name),
        phase: null,
      })),
  )

/** The route that loses a gateway. The carrier comes back with the healing, and the gateway never: traffic is back with the route alone. */
function detectionOf(world: World, node: Node, device: string): StateMatch {
  const found = groupedRoutes(node).find(
    ({ route, nexthops }) => isWatched(route, node) && nexthops.some((one) => one.device === device),
  )
  if (found === undefined)
    return { watch: 'carrier', node: node.name, name: device, state: 'down' } satisfies CarrierState
  const left = found.nexthops.filter((one) => world.hasCarrier(on(node.name, one.device))).map(({ via }) => via)
  return {
    watch: 'route',
    node: node.name,
    name: destinationOf(found.route),
    state: routeState(left),
  } satisfies RouteState
}

/** Groups of which nothing is left: the kernel removes them, and the routes by them. */
export function emptied(world: World, node: Node): readonly Blocked[] {
  const gone = groupedRoutes(node).filter(({ nexthops }) =>
    nexthops.every(({ device }) => !world.hasCarrier(on(node.name, device))),
  )
  if (gone.length === 0) return []
  const routes = gone.map(({ route }) => route.to).join(' and ')
  return [
    {
      because: reason(
        'group-emptied',
      )`${{ node: node.name }} removes the last nexthop of its group and with it its way to ${{ routes }}, which nothing puts back`,
      source: 'net/ipv4/nexthop.c: remove_nexthop, __remove_nexthop_fib',
    },
  ]
}

/**
 * An `mpath` group leaves out a gateway that has not answered (nexthop_select_path_hthr: ipv4_good_nh): 15 to 45 s after its entry
 * was confirmed it is asked for, and given up 8 s later.
 */
export const mayLeaveOut = (world: World): readonly Undecided[] =>
  asked(world.wiring.topology.nodes)
    .filter((one) => isUnanswered(world, one))
    .map(({ egress, because }) => ({
      ends: [egress],
      because,
      mayReact: [{ react: 'nexthops-removed', node: egress.node, interface: egress.interface, of: 'mpath' }],
    }))

/** And one that answers no more once something has reacted. */
export const asksLater = (broken: World, stages: readonly World[]): readonly Unsteady[] =>
  asked(broken.wiring.topology.nodes)
    .filter((one) => !isUnanswered(broken, one) && stages.some((world) => isUnanswered(world, one)))
    .map(({ egress, because }) => ({ ends: [egress], because }))

interface AskedGateway {
  readonly egress: Endpoint
  readonly via: string
  readonly because: Reason
}

const isUnanswered = (world: World, { egress, via }: AskedGateway): boolean =>
  world.hasCarrier(egress) && !isHopAnswered(world, { egress, address: via })

/** Gateways whose neighbour entries a group looks at. */
const asked = (nodes: readonly Node[]): readonly AskedGateway[] =>
  nodes.flatMap((node) =>
    groupedRoutes(node)
      .filter(({ group }) => group.type === 'mpath')
      .flatMap(({ nexthops }) =>
        nexthops.map(({ via, device }) => ({
          egress: on(node.name, device),
          via,
          because: reason(
            'gateway-left-out',
          )`${{ node: node.name }} leaves ${{ gateway: via }} out of its nexthop group once its neighbour entry has failed, which depends on when that was confirmed last (net/ipv4/nexthop.c: nexthop_select_path_hthr, ipv4_good_nh)`,
        })),
      ),
  )
