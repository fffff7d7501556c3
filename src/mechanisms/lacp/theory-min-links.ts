import { reason } from '../../model/reason.ts'
import type { CarrierState } from '../link/data-kinds.ts'
import { endpointText } from '../../model/topology.ts'
import { monitorPhase } from '../bond/theory-mii.ts'
import type { Change } from '../../theory/change.ts'
import { jiffies, jiffyNs, workPeriod } from '../../theory/ticks.ts'
import { on, type Bond } from '../../theory/wiring.ts'
import type { World } from '../../theory/world.ts'

/**
 * An 802.3ad bond with fewer than min_links ports in its aggregator has no carrier. A port without light leaves it when
 * the link monitor says so; one that hears no LACPDU only when it is DEFAULTED, 30 runs after it has expired and stopped.
 */
export function minLinksChanges(world: World, stops: readonly Change[], runNs: number, hz: number): readonly Change[] {
  return world.wiring.bonds().flatMap(({ node, bond }): readonly Change[] => {
    if (bond.bond.mode !== '802.3ad') return []
    const members = world.wiring.members(on(node, bond.name)).map(({ name }) => name)
    const leaving = stops.filter(({ reaction, after }) => {
      return (
        reaction.react === 'port-stopped' && reaction.node === node && members.includes(reaction.port) && after === null
      )
    })
    const left = members.length - leaving.length
    // The one that makes it too few, where several leave.
    const [stop] = leaving.slice(members.length - bond.bond.minLinks)
    if (stop?.reaction.react !== 'port-stopped' || left >= bond.bond.minLinks) return []
    const at = endpointText(on(node, bond.name))
    const ports = reason('ports-left')`${{ left }} of its ports ${{ are: left === 1 ? 'is' : 'are' }}`
    const { minLinks } = bond.bond
    const dark = !world.damage.hasCarrier(on(node, stop.reaction.port))
    return [
      {
        reaction: { react: 'bond-down', node, bond: bond.name },
        after: stop,
        ...(dark ? { lowNs: 0, highNs: noticesNs(bond, hz) } : { lowNs: 30 * runNs, highNs: 30 * runNs }),
        because: dark
          ? reason(
              'min-links',
            )`${{ bond: at }} then gives up its carrier: ${{ ports }} left, fewer than min_links ${{ minLinks }}`
          : reason(
              'min-links-later',
            )`${{ bond: at }} then gives up its carrier, ${{ afterNs: 30 * runNs }} after the port stopped: ${{ ports }} left, fewer than min_links ${{ minLinks }}`,
        source: `drivers/net/bonding/bond_3ad.c: ${dark ? 'bond_3ad_handle_link_change' : 'ad_rx_machine (EXPIRED to DEFAULTED)'}, bond_3ad_set_carrier`,
        detection: { watch: 'carrier', node, name: bond.name, state: 'down' } satisfies CarrierState,
        phase: dark ? monitorPhase(node, bond, hz) : stop.phase,
      },
    ]
  })
}

/** The link monitor's looks until it believes that a leg has no light. */
function noticesNs({ bond: { monitor } }: Bond, hz: number): number {
  if (monitor.by !== 'mii') return 0
  const looks = Math.floor(monitor.downdelayNs / monitor.miimonNs) + 1
  return looks * workPeriod(jiffies(monitor.miimonNs, hz)) * jiffyNs(hz)
}
