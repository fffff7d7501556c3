import type { StateMatch } from '../../model/handle.ts'
import type { NamedWait } from '../../model/operation.ts'
import type { PhaseEvent } from '../../model/phase.ts'
import type { WatchPlan } from '../../model/plan.ts'
import type { Ns } from '../../model/time.ts'
import type { BondConfig } from '../../model/bond.ts'

/** The member that an active-backup bond sends by, or `none`. */
export interface BondActiveState extends StateMatch {
  readonly watch: 'bondActive'
}

export const BOND_PORT_STATES = ['sending', 'stopped'] as const

/** A member of a static LAG: the bond sends by it, or does not since it has no carrier or its monitor has not yet let it in. */
export interface BondPortState extends StateMatch {
  readonly watch: 'bondPort'
  readonly state: (typeof BOND_PORT_STATES)[number]
}

/** `member` is active; absent: any member is. */
export interface BondActiveWait extends NamedWait {
  readonly wait: 'bondActive'
  readonly node: string
  readonly name: string
  readonly member?: string
}

/** A probe of the bond's ARP monitor leaves by one of its members. */
export interface ArpProbe extends PhaseEvent {
  readonly event: 'arpProbe'
  readonly bond: string
  readonly targets: readonly string[]
}

export const arpProbe = (of: Omit<ArpProbe, 'event'>): ArpProbe => ({ event: 'arpProbe', ...of })

/**
 * A run of the bond's link monitor. A run sends nothing that could be received, so the agent restarts the monitor and counts its
 * runs from that instant. `granuleNs`: the timer wheel's; the monitor runs at its multiples.
 */
export interface MiiMonitor extends PhaseEvent {
  readonly event: 'miiMonitor'
  readonly bond: string
  readonly miimonNs: Ns
  readonly granuleNs: Ns
}

export const isMiiMonitor = (event: PhaseEvent): event is MiiMonitor => event.event === 'miiMonitor'

export const miiMonitor = (of: Omit<MiiMonitor, 'event'>): MiiMonitor => ({ event: 'miiMonitor', ...of })

/** A bond whose active member, or whose ports' states, are recorded. */
export interface WatchedBond {
  readonly node: string
  readonly name: string
  readonly mode: BondConfig['mode']
}

/** An alias, and no interface: only so it has the index signature of `WatchPlan`. */
export type BondWatch = { readonly bonds: readonly WatchedBond[] }

export const watchedBonds = (watch: WatchPlan): readonly WatchedBond[] => (watch.bonds ?? []) as readonly WatchedBond[]

/** By the names of a node's watched bonds. */
export const bondModes = (watch: WatchPlan, node: string): ReadonlyMap<string, WatchedBond['mode']> =>
  new Map(watchedBonds(watch).flatMap((bond) => (bond.node === node ? [[bond.name, bond.mode] as const] : [])))
