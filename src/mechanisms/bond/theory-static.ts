import type { BondPortState } from './data-kinds.ts'
import { endpointText, type Endpoint } from '../../model/topology.ts'
import type { Change, Reactions } from '../../theory/change.ts'
import { jiffyNs } from '../../theory/ticks.ts'
import { on, type Wiring } from '../../theory/wiring.ts'
import type { World } from '../../theory/world.ts'
import type { Theory } from '../contract/theory.ts'

export const staticLagTheory: Theory = { changes: ({ broken, hz }) => staticLagChanges(broken, hz) }

const SOURCE = 'drivers/net/bonding/bond_main.c: bond_slave_netdev_event, bond_update_slave_arr'

/**
 * A static LAG (balance-xor) looks at light and at nothing else. A member that loses it leaves the transmit set on the carrier
 * event, at the end that is dark; neither miimon nor downdelay is waited for, they decide when the bond itself has no carrier
 * and when a member is let in again. One that is dead behind a lit port is used for ever: nothing is sent whose absence could show it.
 */
const staticLagChanges = (world: World, hz: number): Reactions => ({
  changes: staticLegs(world.wiring)
    .filter((leg) => !world.damage.hasCarrier(leg))
    .map((leg) => carrierLost(leg, hz)),
  blocked: [],
})

const carrierLost = (leg: Endpoint, hz: number): Change => ({
  reaction: { react: 'port-stopped', node: leg.node, port: leg.interface },
  after: null,
  lowNs: 0,
  highNs: jiffyNs(hz),
  because: `${endpointText(leg)} loses carrier and leaves the transmit set of its static LAG at once, without waiting for miimon`,
  source: SOURCE,
  detection: { watch: 'bondPort', node: leg.node, name: leg.interface, state: 'stopped' } satisfies BondPortState,
  phase: null,
})

/** Of every static LAG. */
const staticLegs = (wiring: Wiring): readonly Endpoint[] =>
  wiring
    .bonds()
    .filter(({ bond }) => bond.bond.mode === 'balance-xor')
    .flatMap(({ node, bond }) => wiring.members(on(node, bond.name)).map(({ name }) => on(node, name)))
