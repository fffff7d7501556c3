import { isReason, reason } from '../../model/reason.ts'
import { routeState, type RouteState } from '../route/data-kinds.ts'
import { endpointText } from '../../model/topology.ts'
import type { Change } from '../../theory/change.ts'
import type { Theory } from '../contract/theory.ts'
import { foreignDaemon } from '../frr/theory.ts'
import { ospfOf } from './data.ts'
import { movesOf, type Move } from './theory-moves.ts'
import { ospfRoutes } from './theory-routes.ts'

/**
 * A router loses a neighbour at once when its own port loses the carrier. Otherwise it does so `dead` after the neighbour's last
 * hello. That came up to `hello` before the fault: [dead − hello, dead]. Then the router floods its advertisement. Every router that
 * receives it recalculates its routes after the delay `spf`, and zebra installs them in the kernel.
 */
export const ospfTheory: Theory = {
  routes: (topology) => ospfRoutes(topology),
  changes: (asked) => {
    const moves = movesOf(asked)
    return { changes: isReason(moves) ? [] : together(moves).map(changeOf), blocked: [] }
  },
  silence: (asked) => {
    const moves = movesOf(asked)
    return isReason(moves) ? moves : null
  },
  runs: (node) => ospfOf(node) !== undefined,
  foreign: (node) => (ospfOf(node) === undefined ? [] : foreignDaemon(node)),
}

/** Those of a router that come at one time. */
function together(moves: readonly Move[]): readonly (readonly [Move, ...Move[]])[] {
  const groups = new Map<string, [Move, ...Move[]]>()
  for (const move of moves) {
    const key = [move.node, move.lowNs, move.highNs, move.reactsNs].join()
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [move])
    else group.push(move)
  }
  return [...groups.values()]
}

function changeOf(group: readonly [Move, ...Move[]]): Change {
  const [{ node, route, lowNs, highNs, reactsNs, last }] = group
  const spf = reason('ospf-calculates')`and ${{ node }} has its new routes within ${{ reactsNs }}`
  const at = endpointText(last.at)
  return {
    reaction: { react: 'routes', node, routes: group.map((move) => move.route) },
    after: null,
    lowNs,
    highNs: highNs + reactsNs,
    because: last.isDark
      ? highNs === 0
        ? reason(
            'ospf-carrier',
          )`OSPF: ${{ port: at }} loses its carrier, which its router announces at once, ${{ spf }}`
        : reason(
            'ospf-carrier-paced',
          )`OSPF: ${{ port: at }} loses its carrier, which its router announces within ${{ highNs }}, ${{ spf }}`
      : reason(
          'ospf-no-hello',
        )`OSPF: ${{ port: at }} receives no hello of its neighbour any more, which it notices within ${{ highNs }}; ${{ spf }}`,
    source: last.isDark
      ? 'ospfd/ospf_interface.c: ospf_if_down; ospfd/ospf_spf.c: ospf_spf_calculate_schedule'
      : 'RFC 2328 9.5, 10.3: RouterDeadInterval; ospfd/ospf_spf.c: ospf_spf_calculate_schedule',
    detection: { watch: 'route', node, name: route.to, state: routeState(route.vias) } satisfies RouteState,
    phase: null,
  }
}
