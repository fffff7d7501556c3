import { reason } from '../../model/reason.ts'
import type { BondPortState } from './data-kinds.ts'
import { endpointText, type Endpoint } from '../../model/topology.ts'
import type { Change, Reactions } from '../../theory/change.ts'
import { jiffyNs } from '../../theory/ticks.ts'
import { on, type Wiring } from '../../theory/wiring.ts'
import type { World } from '../../theory/world.ts'
import type { Theory } from '../contract/theory.ts'

export const staticLagTheory: Theory = { changes: ({ broken, hz }) => staticLagChanges(broken, hz) }

const SOURCES = {
  'balance-xor': 'drivers/net/bonding/bond_main.c: bond_slave_netdev_event, bond_update_slave_arr',
  'balance-rr': 'drivers/net/bonding/bond_main.c: bond_get_slave_by_id, bond_slave_can_tx',
} as const

/**
 * A static LAG (balance-xor, balance-rr) looks at light and at nothing else. A member that loses it leaves the transmit set on
 * the carrier event (balance-xor), or is passed over by the next packet (balance-rr), at the end that is dark; neither miimon nor
 * downdelay is waited for, they decide when the bond itself has no carrier and when a member is let in again. One that is dead behind a lit port is used for ever: nothing is sent whose absence could show it.
 */
const staticLagChanges = (world: World, hz: number): Reactions => ({
  changes: staticLegs(world.wiring)
    .filter(({ leg }) => !world.damage.hasCarrier(leg))
    .map(({ leg, mode }) => carrierLost(leg, SOURCES[mode], hz)),
  blocked: [],
})

const carrierLost = (leg: Endpoint, source: string, hz: number): Change => ({
  reaction: { react: 'port-stopped', node: leg.node, port: leg.interface },
  after: null,
  lowNs: 0,
  highNs: jiffyNs(hz),
  because: reason(
    'static-leg-leaves',
  )`${{ leg: endpointText(leg) }} loses carrier and leaves the transmit set of its static LAG at once, without waiting for miimon`,
  source,
  detection: { watch: 'bondPort', node: leg.node, name: leg.interface, state: 'stopped' } satisfies BondPortState,
  phase: null,
})

interface StaticLeg {
  readonly leg: Endpoint
  readonly mode: keyof typeof SOURCES
}

/** Of every static LAG that sends a packet by one leg. */
const staticLegs = (wiring: Wiring): readonly StaticLeg[] =>
  wiring.bonds().flatMap(({ node, bond: { name, bond } }) => {
    const { mode } = bond
    if (mode !== 'balance-xor' && mode !== 'balance-rr') return []
    return wiring.members(on(node, name)).map((member) => ({ leg: on(node, member.name), mode }))
  })
