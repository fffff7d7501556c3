import { arpProbe, type BondActiveState } from './data-kinds.ts'
import type { BondMonitor } from '../../model/bond.ts'
import { reason } from '../../model/reason.ts'
import { ignoresDarkLinks } from '../../model/route.ts'
import { isTreeBridge, type Endpoint, type Interface } from '../../model/topology.ts'
import type { Blocked, Change, Reactions } from '../../theory/change.ts'
import { ARP } from '../../theory/damage.ts'
import { comesTo, delivers } from '../../theory/lan.ts'
import { returnsToPrimary } from '../../theory/returning.ts'
import { jiffies, jiffyNs, workPeriod } from '../../theory/ticks.ts'
import { on, type Bond, type Wiring } from '../../theory/wiring.ts'
import type { World } from '../../theory/world.ts'
import type { Moment } from '../contract/theory.ts'

const SOURCE = 'drivers/net/bonding/bond_main.c: bond_ab_arp_inspect, bond_time_in_interval'

/**
 * Active-backup with the ARP monitor: it runs every I (as the timer wheel has it, P), and leaves the active leg at the first
 * run at which nothing has been received for more than k·I + ⌊I/2⌋ jiffies, k = arp_missed_max. Where only answers to its own
 * probes count (arp_validate active or all) the last of those came at a run: n = ⌊(k·I + ⌊I/2⌋)/P⌋ + 1, window [(n−1)·P, n·P].
 * Else whatever the leg receives counts, up to the fault: [k·I + ⌊I/2⌋, k·I + ⌊I/2⌋ + P].
 * The standby leg receives the requests that the active one broadcasts. Where they end with the fault it is given up at the
 * same run if that comes more than (k+1)·I + ⌊I/2⌋ after the last one: then each leg is tried in turn, one run each.
 */
export function bondArpChanges(question: Moment): Reactions {
  const changes: Change[] = []
  const blocked: Blocked[] = []
  for (const watched of watchedBonds(question)) {
    const { node, bond, monitor, active } = watched
    if (!validates(monitor, 'active') && hearsSomething(question.broken, node, bond, active)) {
      blocked.push({
        because: reason(
          'arp-not-validated',
        )`${{ node }}:${{ bond: bond.name }} still receives frames on ${{ leg: active }}, and arp_validate ${{ validate: monitor.validate }} counts any of them`,
        source: 'drivers/net/bonding/bond_main.c: bond_rcv_validate',
      })
      continue
    }
    const search = searchFrom(watched, question)
    if (search !== 'undecided') changes.push(changeOf(watched, search, question))
    else
      blocked.push({
        because: reason(
          'arp-search',
        )`${{ node }}:${{ bond: bond.name }} gives up ${{ leg: active }} when its targets no longer answer, and searches for another leg, or comes back to this one`,
        source: 'drivers/net/bonding/bond_main.c: bond_ab_arp_probe',
      })
  }
  return { changes, blocked }
}

/** Active-backup bonds with an ARP monitor, and their legs in the order in which they are enslaved. */
export interface ArpBond {
  readonly node: string
  readonly bond: Bond
  readonly monitor: ArpMonitor
  readonly legs: readonly Endpoint[]
}

export const arpBonds = (wiring: Wiring): readonly ArpBond[] =>
  wiring.bonds().flatMap(({ node, bond }): readonly ArpBond[] => {
    const { mode, monitor } = bond.bond
    if (mode !== 'active-backup' || monitor.by !== 'arp') return []
    const legs = wiring.members(on(node, bond.name)).map(({ name }) => on(node, name))
    return [{ node, bond, monitor, legs }]
  })

/** Bonds whose ARP monitor asks targets that do not answer before the fault: what keeps their active leg is not modelled. */
export const unansweredBonds = (before: World): readonly ArpBond[] =>
  arpBonds(before.wiring).filter(({ node, bond, monitor }) => !answers(before, node, bond, monitor.targets))

/** Bonds whose active leg fails, and whose search for another one has no window. */
export const undecidedBonds = (asked: Moment): readonly ArpBond[] =>
  watchedBonds(asked).filter((watched) => searchFrom(watched, asked) === 'undecided')

/** Bonds that may be without an active leg while they search, and so without carrier: they and all that stands on them. */
export const searchingBonds = (
  asked: Moment,
): readonly { readonly stack: readonly Endpoint[]; readonly targets: readonly string[] }[] =>
  watchedBonds(asked).flatMap((watched) => {
    const { node, bond, monitor } = watched
    const search = searchFrom(watched, asked)
    if (search === 'undecided' || search.highRuns === 0) return []
    return [{ stack: sources(asked.before, node, bond), targets: monitor.targets }]
  })

type ArpMonitor = Extract<BondMonitor, { by: 'arp' }>

/** An active-backup bond whose active leg has lost its targets. */
interface Watched extends ArpBond {
  readonly active: string
  /** The first other leg with carrier: the next active one, if it is still up. Absent: there is none. */
  readonly next: string | undefined
  readonly timing: Timing
}

/** In jiffies. */
interface Timing {
  readonly interval: number
  readonly period: number
  readonly patience: number
}

function watchedBonds({ before, broken, hz }: Moment): readonly Watched[] {
  return arpBonds(broken.wiring).flatMap((one): readonly Watched[] => {
    const { node, bond, monitor, legs } = one
    const active = broken.activeLeg(node, bond)
    const next = legs.find((leg) => leg.interface !== active && broken.damage.hasCarrier(leg))?.interface
    if (active === undefined) return []
    if (!answers(before, node, bond, monitor.targets) || answers(broken, node, bond, monitor.targets)) return []
    const interval = jiffies(monitor.intervalNs, hz)
    const patience = monitor.missedMax * interval + Math.floor(interval / 2)
    return [{ ...one, active, next, timing: { interval, period: workPeriod(interval), patience } }]
  })
}

/**
 * What becomes of the bond once its active leg is given up. A leg that is tried receives at once, and its request teaches the
 * bridges where the bond is; the bond sends by it from the next run on, which has its answer (bond_ab_arp_probe,
 * bond_ab_arp_commit).
 */
interface Search {
  readonly member: string
  /** Runs until the member receives, or, the latest, sends. */
  readonly lowRuns: number
  readonly highRuns: number
}

/**
 * A leg that is given up for what it sends may still receive, the bond's own broadcasts among that: as a standby it counts as up
 * again, and a bond that returns to its primary at once uses the dead leg in turn with the other (bond_ab_arp_inspect).
 */
function searchFrom(watched: Watched, question: Moment): Search | 'undecided' {
  const search = searchOf(watched, question)
  if (search === 'undecided') return search
  const { node, bond, active } = watched
  const isPrimary = bond.bond.mode === 'active-backup' && bond.bond.primary === active
  const own = on(node, active)
  const far = question.broken.wiring.far(own)
  const receives = far !== undefined && question.broken.damage.crosses(far, own, ARP)
  return receives && isPrimary && returnsToPrimary(bond, search.member) ? 'undecided' : search
}

function searchOf(watched: Watched, { before, broken }: Moment): Search | 'undecided' {
  const { node, bond, monitor, active, next, timing } = watched
  if (next === undefined) return 'undecided'
  const { interval, period, patience } = timing
  const asking = askers(before, node, bond, monitor.targets)
  const hears = (world: World): boolean => asking.some((own) => comesTo(world, own, on(node, next), ARP))
  const bearable = patience + interval
  // Since the last request: at the soonest, and at the latest where any frame counts for the active leg, up to a run later.
  const soonest = period * (Math.floor(patience / period) + 1)
  const latest = validates(monitor, 'active') ? soonest : period * (Math.floor((patience + period - 1) / period) + 1)
  const isHeard = hears(before)
  if (hears(broken) || (isHeard && latest <= bearable))
    return isKept(watched, broken, next) ? { member: next, lowRuns: 0, highRuns: 0 } : 'undecided'
  // Without an active leg the bond sends nothing, also where the one that it has given up would still carry it.
  const far = broken.wiring.far(on(node, active))
  if (!isHeard || (far !== undefined && broken.damage.crosses(on(node, active), far, ARP))) return 'undecided'
  if (isNeeded(before, node, bond)) return 'undecided'

  const turn = turnOf(watched, broken)
  const found = turn.find((leg) => answers(moved(broken, node, bond, leg), node, bond, monitor.targets))
  if (found === undefined) return 'undecided'
  const runs = turn.indexOf(found) + 1
  // What else a standby leg receives counts where it does not have to be an answer.
  if (validates(monitor, 'backup') && soonest > bearable) return { member: found, lowRuns: runs - 1, highRuns: runs }
  return found === next ? { member: next, lowRuns: 0, highRuns: runs } : 'undecided'
}

/** The leg is not given up again: its targets answer, or any frame counts and some come. */
function isKept({ node, bond, monitor }: Watched, broken: World, leg: string): boolean {
  const world = moved(broken, node, bond, leg)
  if (answers(world, node, bond, monitor.targets)) return true
  return !validates(monitor, 'active') && hearsSomething(world, node, bond, leg)
}

/** A bond that searches has no carrier (bond_set_carrier): claimants, trees and routers over several gateways react to that. */
function isNeeded(before: World, name: string, bond: Bond): boolean {
  const node = before.wiring.node(name)
  if (node === undefined) return false
  const stack = stackOf(before, name, bond)
  const names = stack.map((one) => one.name)
  const claimants = before.wiring.claimantsAt(name)
  const isTracked = claimants.some(({ claimant }) => claimant.needs.some((of) => names.includes(of)))
  return isTracked || stack.some(isTreeBridge) || ignoresDarkLinks(node)
}

function changeOf({ node, bond, monitor, timing }: Watched, search: Search, { hz, spacingNs }: Moment): Change {
  const { period, patience } = timing
  const { member, lowRuns, highRuns } = search
  const tick = jiffyNs(hz)
  const isValidated = validates(monitor, 'active')
  const looks = Math.floor(patience / period) + 1
  const lowNs = isValidated
    ? (looks - 1) * period * tick
    : Math.max(0, patience * tick - Math.min(spacingNs, period * tick))
  const highNs = isValidated ? looks * period * tick : (patience + period) * tick
  const asks = reason(
    'arp-asks',
  )`${{ node }}:${{ bond: bond.name }} asks every ${{ periodNs: period * tick }} (arp_interval ${{ intervalNs: monitor.intervalNs }} at HZ=${{ hz }})`
  const { missedMax } = monitor
  const patienceNs = patience * tick
  const gives = isValidated
    ? reason(
        'arp-unanswered',
      )`${{ asks }} and bears ${{ patienceNs }} without an answer (arp_missed_max ${{ missedMax }})`
    : reason(
        'arp-silence',
      )`${{ asks }} and bears ${{ patienceNs }} without any frame (arp_missed_max ${{ missedMax }}), then up to a run to notice`
  const runs = highRuns === 1 ? '1 run' : `${String(highRuns)} runs`
  return {
    reaction: { react: 'bond-active', node, bond: bond.name, member },
    after: null,
    lowNs: lowNs + lowRuns * period * tick,
    highNs: highNs + highRuns * period * tick,
    because:
      highRuns === 0
        ? gives
        : reason(
            'arp-finds',
          )`${{ gives }}, and up to ${{ runs }} to find ${{ leg: member }}, if that is given up with it`,
    source: SOURCE,
    detection: { watch: 'bondActive', node, name: bond.name, state: member } satisfies BondActiveState,
    phase: {
      periodNs: period * tick,
      after: arpProbe({ node, bond: bond.name, targets: monitor.targets }),
      because: `${node}:${bond.name}'s ARP monitor`,
    },
  }
}

/** Whether only answers, or on a standby leg requests, of its own count there (arp_validate). */
const validates = ({ validate }: ArpMonitor, which: 'active' | 'backup'): boolean =>
  validate === which || validate === 'all'

const moved = (world: World, node: string, bond: Bond, member: string): World =>
  world.after({ react: 'bond-active', node, bond: bond.name, member })

/** The order in which legs are tried: it begins after the first one and leaves out those without carrier (bond_ab_arp_probe). */
const turnOf = ({ legs }: Watched, world: World): readonly string[] =>
  [...legs.slice(1), ...legs.slice(0, 1)]
    .filter((leg) => world.damage.hasCarrier(leg))
    .map(({ interface: name }) => name)

/** One of the targets (arp_all_targets any) receives the bond's request, and the bond its answer. */
const answers = (world: World, node: string, bond: Bond, targets: readonly string[]): boolean =>
  askers(world, node, bond, targets).length > 0

/** The bond's own interfaces whose requests are answered. */
function askers(world: World, node: string, bond: Bond, targets: readonly string[]): readonly Endpoint[] {
  const owners = targets.flatMap((target) => world.wiring.owners(target).slice(0, 1))
  return sources(world, node, bond).filter((own) =>
    owners.some((owner) => delivers(world, own, owner, ARP) && delivers(world, owner, own, ARP)),
  )
}

/** The bond itself and what stands on it: the kernel asks for them all, and tags its requests (bond_verify_device_path). */
const sources = (world: World, node: string, bond: Bond): readonly Endpoint[] =>
  stackOf(world, node, bond).map(({ name }) => on(node, name))

const stackOf = ({ wiring }: World, node: string, bond: Bond): readonly Interface[] => [
  bond,
  ...wiring.above(on(node, bond.name)),
]

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
