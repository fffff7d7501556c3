import type { BondPortState } from '../model/kinds/bond.ts'
import { endpointText, isTreeBridge, type Endpoint } from '../model/topology.ts'
import type { Change, Reactions } from './change.ts'
import { ARP, IP } from './damage.ts'
import { jiffyNs } from './ticks.ts'
import { on, type Wiring } from './wiring.ts'
import type { World } from './world.ts'

const SOURCE = 'drivers/net/bonding/bond_main.c: bond_slave_netdev_event, bond_update_slave_arr'

/**
 * A static LAG (balance-xor) looks at light and at nothing else. A member that loses it leaves the transmit set on the carrier
 * event, at the end that is dark; neither miimon nor downdelay is waited for, they decide when the bond itself has no carrier
 * and when a member is let in again. One that is dead behind a lit port is used for ever: nothing is sent whose absence could show it.
 */
export const staticLagChanges = (world: World, hz: number): Reactions => ({
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

/**
 * A static LAG of several legs, one of which swallows frames though both of its ends have light: the hash decides which frames of
 * a protocol these are. `reactions`: what all protocols do where each frame takes the worst leg,
 * and where each takes the best. Why nothing can be said then; null where it makes no difference.
 */
export function swallowing(world: World, reactions: (hash: 'worst' | 'best') => Reactions): string | null {
  const { wiring, damage } = world
  const leg = staticLegs(wiring).find((one) => {
    const far = wiring.far(one)
    if (far === undefined || !damage.hasCarrier(one) || !damage.hasCarrier(far)) return false
    return [IP, ARP].some((type) => !damage.crosses(one, far, type) || !damage.crosses(far, one, type))
  })
  if (leg === undefined) return null
  const master = wiring.master(leg)
  if (master === undefined) return null
  const bridge = wiring.master(on(leg.node, master.name))
  const isSame = textOf(reactions('worst')) === textOf(reactions('best'))
  if (isSame && (bridge === undefined || !isTreeBridge(bridge))) return null
  return `${endpointText(leg)}, a leg of a static LAG that has light, swallows the frames that the hash puts there, and which of a protocol's frames these are is not modelled`
}

const textOf = ({ changes, blocked }: Reactions): string =>
  JSON.stringify([changes.map(({ reaction, lowNs, highNs }) => [reaction, lowNs, highNs]), blocked])
