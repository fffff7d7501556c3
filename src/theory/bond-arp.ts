import type { Endpoint } from '../model/topology.ts'
import { formatNs, type Ns } from '../model/time.ts'
import type { Blocked, Change, Reactions } from './change.ts'
import { ARP } from './damage.ts'
import { delivers } from './lan.ts'
import { jiffies, jiffyNs, workPeriod } from './ticks.ts'
import { on, type Bond } from './wiring.ts'
import type { World } from './world.ts'

const SOURCE = 'drivers/net/bonding/bond_main.c: bond_ab_arp_inspect, bond_time_in_interval'

/** `spacingNs`: the longest pause between two frames that traffic brings to a bond. */
export interface ArpQuestion {
  readonly before: World
  readonly broken: World
  readonly hz: number
  readonly spacingNs: Ns
}

/**
 * Active-backup with the ARP monitor: it runs every I (as the timer wheel has it, P), and leaves the active leg at the first
 * run at which nothing has been received for k·I + I/2 jiffies, k = arp_missed_max. Where only answers to its own probes
 * count (arp_validate active or all) the last of those came at a run: n = ⌊(k·I + ⌊I/2⌋)/P⌋ + 1, window [(n−1)·P, n·P].
 * Else whatever the leg receives counts, up to the fault: [k·I + I/2, k·I + I/2 + P]. The backup, which has heard nothing but
 * the bond's own broadcasts, may then be given up at the same run; each leg is tried in turn, one run each.
 */
export function bondArpChanges({ before, broken, hz, spacingNs }: ArpQuestion): Reactions {
  const changes: Change[] = []
  const blocked: Blocked[] = []
  for (const { node, bond } of broken.wiring.bonds()) {
    if (bond.bond.mode !== 'active-backup' || bond.bond.monitor.by !== 'arp') continue
    const { monitor } = bond.bond
    const active = broken.activeLeg(node, bond)
    const next = broken.wiring
      .members(on(node, bond.name))
      .find(({ name }) => name !== active && broken.damage.hasCarrier(on(node, name)))
    if (active === undefined || next === undefined) continue
    if (!answers(before, node, bond, monitor.targets) || answers(broken, node, bond, monitor.targets)) continue
    const validated = monitor.validate === 'active' || monitor.validate === 'all'
    if (!validated && hearsSomething(broken, node, bond, active)) {
      blocked.push({
        because: `${node}:${bond.name} still receives frames on ${active}, and arp_validate ${monitor.validate} counts any of them`,
        source: 'drivers/net/bonding/bond_main.c: bond_rcv_validate',
      })
      continue
    }
    const interval = jiffies(monitor.intervalNs, hz)
    const period = workPeriod(interval)
    const patience = monitor.missedMax * interval + Math.floor(interval / 2)
    const runs = Math.floor(patience / period) + 1
    const tick = jiffyNs(hz)
    const search = searchRuns(broken, node, bond, next.name)
    const [lowNs, highNs] = validated
      ? [(runs - 1) * period * tick, runs * period * tick]
      : [Math.max(0, patience * tick - Math.min(spacingNs, period * tick)), (patience + period * (1 + search)) * tick]
    changes.push({
      reaction: { react: 'bond-active', node, bond: bond.name, member: next.name },
      after: null,
      lowNs,
      highNs,
      because: `${node}:${bond.name} asks every ${formatNs(period * tick)} (arp_interval ${formatNs(monitor.intervalNs)} at HZ=${String(hz)}) and bears ${formatNs(patience * tick)} without ${validated ? 'an answer' : 'any frame'} (arp_missed_max ${String(monitor.missedMax)})${validated ? '' : ', then up to a run to notice and, if the standby leg was given up with it, as many to find it'}`,
      source: SOURCE,
      detection: { watch: 'bondActive', node, name: bond.name, state: next.name },
      phase: {
        periodNs: period * tick,
        after: { event: 'arpProbe', node, bond: bond.name, targets: monitor.targets },
        because: `${node}:${bond.name}'s ARP monitor`,
      },
    })
  }
  return { changes, blocked }
}

/** Runs until the search comes to this leg: it begins after the first one and leaves out those without carrier (bond_ab_arp_probe). */
function searchRuns(world: World, node: string, bond: Bond, leg: string): number {
  const legs = world.wiring.members(on(node, bond.name)).map(({ name }) => name)
  const turn = [...legs.slice(1), ...legs.slice(0, 1)].filter((name) => world.damage.hasCarrier(on(node, name)))
  return turn.indexOf(leg) + 1
}

/** One of the targets (arp_all_targets any) hears the bond's request and is heard. */
function answers(world: World, node: string, bond: Bond, targets: readonly string[]): boolean {
  return targets.some((target) => {
    const [owner] = world.wiring.owners(target)
    return (
      owner !== undefined &&
      sources(world, node, bond).some((own) => delivers(world, own, owner, ARP) && delivers(world, owner, own, ARP))
    )
  })
}

/** The bond itself and the VLANs on it: the kernel tags its probes for them (bond_verify_device_path). */
const sources = (world: World, node: string, bond: Bond): readonly Endpoint[] =>
  [bond, ...world.wiring.upper(on(node, bond.name))].map(({ name }) => on(node, name))

/** Frames still come in by the leg's cable; whether any are sent is not asked. */
function hearsSomething(world: World, node: string, bond: Bond, leg: string): boolean {
  const far = world.wiring.far(on(node, leg))
  if (far === undefined || !world.damage.crosses(far, on(node, leg), ARP)) return false
  return world.wiring.topology.nodes.some(
    (other) =>
      other.name !== node &&
      other.interfaces.some(
        (one) => one.addresses.length > 0 && delivers(world, on(other.name, one.name), on(node, bond.name), ARP),
      ),
  )
}
