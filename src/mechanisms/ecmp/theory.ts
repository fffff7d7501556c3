import type { CarrierState } from '../link/data-kinds.ts'
import type { Ns } from '../../model/time.ts'
import { ignoresDarkLinks, type Node } from '../../model/topology.ts'
import type { Blocked, Change, Reactions } from '../../theory/change.ts'
import { IP } from '../../theory/damage.ts'
import { toldNs } from '../../theory/given-up.ts'
import { delivers } from '../../theory/lan.ts'
import { holderOf } from '../../theory/path.ts'
import { egressTo } from '../../theory/routes.ts'
import { on } from '../../theory/wiring.ts'
import type { World } from '../../theory/world.ts'
import type { Theory } from '../contract/theory.ts'

export const ecmpTheory: Theory = { changes: ({ broken, hz }) => ecmpChanges(broken, hz) }

/**
 * A router that spreads over several gateways leaves out those behind a port without carrier, as soon as its kernel reports
 * that: the flows of that gateway are hashed anew over the others. Nothing else takes a gateway out: one that is silent
 * behind a lit port keeps its share for good (`fib_multipath_use_neigh` is off, and no daemon asks it).
 */
function ecmpChanges(world: World, hz: number): Reactions {
  const routers = world.wiring.topology.nodes.filter(ignoresDarkLinks)
  return {
    changes: routers.flatMap((node) =>
      node.interfaces
        .filter((one) => one.addresses.length > 0 && !world.hasCarrier(on(node.name, one.name)))
        .map(({ name }) => leftOut(node.name, name, toldNs(world, on(node.name, name), hz))),
    ),
    blocked: routers.flatMap((node) => silentGateways(world, node)),
  }
}

const leftOut = (node: string, name: string, latestNs: Ns): Change => ({
  reaction: { react: 'link-left-out', node, interface: name },
  after: null,
  lowNs: 0,
  highNs: latestNs,
  because: `ECMP: ${node} leaves out the gateways behind ${name} as soon as it has no carrier, and hashes anew`,
  source: 'net/core/link_watch.c: linkwatch_event; net/ipv4/fib_semantics.c: fib_sync_down_dev, fib_select_multipath',
  detection: { watch: 'carrier', node, name, state: 'down' } satisfies CarrierState,
  phase: null,
})

/** Gateways that get nothing any more though their port has its light. */
function silentGateways(world: World, node: Node): readonly Blocked[] {
  const gateways = node.routes.flatMap(({ via, also }) => (also === undefined ? [] : [via, ...also]))
  return gateways.flatMap((gateway) => {
    const egress = egressTo(world, node, gateway, null)
    if (egress === null || !world.hasCarrier(egress)) return []
    const holder = holderOf(world, gateway, egress)
    if (holder !== null && delivers(world, egress, holder, IP)) return []
    return [
      {
        because: `ECMP: ${node.name} goes on using ${gateway}, since its port to it has carrier`,
        source: 'net/ipv4/fib_semantics.c: fib_select_multipath (fib_multipath_use_neigh is off)',
      },
    ]
  })
}
