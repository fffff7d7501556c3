import { type BondActiveState, miiMonitor } from './data-kinds.ts'
import type { Phase } from '../../model/phase.ts'
import { reason } from '../../model/reason.ts'
import { both, type Blocked, type Change, type Reactions } from '../../theory/change.ts'
import { jiffies, jiffyNs, wheelGranularity, workPeriod } from '../../theory/ticks.ts'
import { on, type Bond, type Wiring } from '../../theory/wiring.ts'
import type { World } from '../../theory/world.ts'

const SOURCE = 'drivers/net/bonding/bond_main.c: bond_mii_monitor, bond_miimon_inspect'

/**
 * Active-backup with miimon: the monitor looks at carrier every M (as the timer wheel has it), and waits D = ⌊downdelay/miimon⌋
 * more looks before it leaves a leg. From the fault: [D·M, (D+1)·M].
 */
export function bondMiiChanges(world: World, hz: number): Reactions {
  return both(monitored(world, hz), unmonitored(world))
}

/** Active-backup without a monitor: no leg is ever down, so it never fails over (bond_enslave: BOND_LINK_UP where there is neither miimon nor arp_interval). */
function unmonitored(world: World): Reactions {
  const blocked = world.wiring.bonds().flatMap(({ node, bond }): Blocked[] => {
    if (bond.bond.mode !== 'active-backup' || bond.bond.monitor.by !== 'none') return []
    const active = world.activeLeg(node, bond)
    if (active === undefined || world.damage.hasCarrier(on(node, active))) return []
    return [
      {
        because: reason(
          'no-link-monitor',
        )`${{ node }}:${{ bond: bond.name }} has no link monitor (miimon 0) and keeps ${{ leg: active }}, which has no light`,
        source: 'drivers/net/bonding/bond_main.c: bond_enslave, bond_open',
      },
    ]
  })
  return { changes: [], blocked }
}

function monitored(world: World, hz: number): Reactions {
  const changes = world.wiring.bonds().flatMap(({ node, bond }): Change[] => {
    if (bond.bond.mode !== 'active-backup' || bond.bond.monitor.by !== 'mii') return []
    const active = world.activeLeg(node, bond)
    if (active === undefined || world.damage.hasCarrier(on(node, active))) return []
    const next = world.wiring.members(on(node, bond.name)).find(({ name }) => world.damage.hasCarrier(on(node, name)))
    if (next === undefined) return []
    const { miimonNs, downdelayNs } = bond.bond.monitor
    const periodNs = workPeriod(jiffies(miimonNs, hz)) * jiffyNs(hz)
    const looks = Math.floor(downdelayNs / miimonNs)
    const monitor = reason(
      'link-monitor',
    )`${{ node }}:${{ bond: bond.name }} looks at carrier every ${{ periodNs }} (miimon ${{ miimonNs }} at HZ=${{ hz }})`
    return [
      {
        reaction: { react: 'bond-active', node, bond: bond.name, member: next.name },
        after: null,
        lowNs: looks * periodNs,
        highNs: (looks + 1) * periodNs,
        because:
          looks === 0
            ? monitor
            : reason('link-monitor-delayed')`${{ monitor }}, ${{ looks }} more for downdelay ${{ downdelayNs }}`,
        source: SOURCE,
        detection: { watch: 'bondActive', node, name: bond.name, state: next.name } satisfies BondActiveState,
        phase: monitorPhase(node, bond, hz),
      },
    ]
  })
  return { changes, blocked: [] }
}

/** Of every link monitor that decides for an active-backup bond. */
export const monitorPhases = (wiring: Wiring, hz: number): readonly Phase[] =>
  wiring
    .bonds()
    .filter(({ bond }) => bond.bond.mode === 'active-backup')
    .flatMap(({ node, bond }) => monitorPhase(node, bond, hz) ?? [])

/** Of a bond's link monitor; null where it has none. */
export function monitorPhase(node: string, { name, bond: { monitor } }: Bond, hz: number): Phase | null {
  if (monitor.by !== 'mii') return null
  const { miimonNs } = monitor
  const delay = jiffies(miimonNs, hz)
  return {
    periodNs: workPeriod(delay) * jiffyNs(hz),
    after: miiMonitor({ node, bond: name, miimonNs, granuleNs: wheelGranularity(delay) * jiffyNs(hz) }),
    because: `${node}:${name}'s link monitor`,
  }
}
