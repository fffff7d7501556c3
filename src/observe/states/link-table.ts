import { watchedBonds, type WatchedBond } from '../../mechanisms/bond/data-kinds.ts'
import { watchedTreePorts } from '../../mechanisms/stp/data-kinds.ts'
import type { WatchPlan } from '../../model/plan.ts'
import type { Ns } from '../../model/time.ts'
import type { Cable } from '../../model/topology.ts'
import type { BondSlave, LinkInfo } from '../../linux/netlink/link-parse.ts'
import { readLinks } from '../../linux/netlink/links.ts'
import type { States } from './states.ts'

/** IFF_LOWER_UP: carrier of an interface that is administratively up. */
const IFF_LOWER_UP = 0x1_0000
/** Port state of 802.1AX: collecting and distributing. */
const LACP_PASSING = 0x30

export interface LinkTableOptions {
  readonly node: string
  readonly states: States
  readonly plan: WatchPlan
  readonly cables: readonly Cable[]
  readonly panel: { outer(cable: number, end: 'a' | 'b', up: boolean): void }
}

interface CableEnd {
  readonly cable: number
  readonly end: 'a' | 'b'
  up: boolean
}

/** The links of one node, from rtnetlink; says what changed to `States` and to the panel. */
export class LinkTable {
  readonly node: string
  readonly #states: States
  readonly #panel: LinkTableOptions['panel']
  readonly #ends = new Map<string, CableEnd>()
  readonly #bonds: ReadonlyMap<string, WatchedBond['mode']>
  readonly #stpPorts: ReadonlySet<string>
  readonly #links = new Map<number, LinkInfo>()
  readonly #upSince = new Map<string, Ns>()

  constructor({ node, states, plan, cables, panel }: LinkTableOptions) {
    this.node = node
    this.#states = states
    this.#panel = panel
    this.#bonds = new Map(
      watchedBonds(plan)
        .filter((bond) => bond.node === node)
        .map((bond) => [bond.name, bond.mode]),
    )
    this.#stpPorts = new Set(
      watchedTreePorts(plan)
        .filter((port) => port.node === node)
        .map(({ name }) => name),
    )
    for (const [cable, { a, b }] of cables.entries()) {
      if (a.node === node) this.#ends.set(a.interface, { cable, end: 'a', up: true })
      if (b.node === node) this.#ends.set(b.interface, { cable, end: 'b', up: true })
    }
  }

  upSince(name: string): Ns | undefined {
    return this.#upSince.get(name)
  }

  /** Names of the ports of a bond. */
  members(bond: string): readonly string[] {
    const index = [...this.#links.values()].find((link) => link.name === bond)?.index
    return [...this.#links.values()].filter((link) => link.masterIndex === index).map((link) => link.name)
  }

  /** Ports of LACP bonds. */
  lacpIndexes(): readonly number[] {
    return [...this.#links.values()].filter((link) => this.#bondModeOf(link) === '802.3ad').map((link) => link.index)
  }

  /** True: this datagram ends a dump. `sinceNs`: it answers a poll, and the one before was asked then. */
  read(datagram: Buffer, atNs: Ns, sinceNs?: Ns): boolean {
    const { events, dumped } = readLinks(datagram)
    for (const { link } of events) this.#links.set(link.index, link)
    for (const { link, gone } of events) {
      if (gone) this.#links.delete(link.index)
      this.#saw(link, gone, atNs, sinceNs)
    }
    return dumped
  }

  #saw(link: LinkInfo, gone: boolean, atNs: Ns, sinceNs?: Ns): void {
    const { node } = this
    const mode = this.#bonds.get(link.name)
    const end = this.#ends.get(link.name)
    const up = link.adminUp && !gone
    if (!up) this.#upSince.delete(link.name)
    else if (!this.#upSince.has(link.name)) this.#upSince.set(link.name, atNs)
    if (mode !== undefined || end !== undefined) {
      const carrier = up && (link.flags & IFF_LOWER_UP) !== 0
      this.#states.saw('carrier', node, link.name, carrier ? 'up' : 'down', atNs, up ? undefined : 'shut', sinceNs)
    }
    if (link.bridgePortState !== null && this.#stpPorts.has(link.name))
      this.#states.saw('stpPort', node, link.name, link.bridgePortState, atNs, undefined, sinceNs)
    if (mode === 'active-backup') this.#sawActive(link, atNs, sinceNs)
    const master = this.#masterOf(link)
    if (master !== undefined && this.#bonds.get(master.name) === 'active-backup') this.#sawActive(master, atNs, sinceNs)
    if (link.bondSlave !== null && this.#bondModeOf(link) === '802.3ad')
      this.#sawPort(link, link.bondSlave, atNs, sinceNs)
    if (link.bondSlave !== null && hasPorts(this.#bondModeOf(link)))
      this.#states.saw(
        'bondPort',
        node,
        link.name,
        canSend(link, link.bondSlave) ? 'sending' : 'stopped',
        atNs,
        undefined,
        sinceNs,
      )
    if (end !== undefined && end.up !== up) {
      end.up = up
      this.#panel.outer(end.cable, end.end, up)
    }
  }

  /**
   * The port's own act: the bond may send by it, its multiplexer has it collecting and distributing, and its aggregator is the
   * active one. What the partner reports stops nothing.
   */
  #sawPort(link: LinkInfo, port: BondSlave, atNs: Ns, sinceNs?: Ns): void {
    const [actor, partner] = [port.adActorState ?? 0, port.adPartnerState ?? 0]
    const passing = canSend(link, port) && (actor & LACP_PASSING) === LACP_PASSING
    const detail = `actor ${String(actor)}, partner ${String(partner)}`
    this.#states.saw('lacpPort', this.node, link.name, passing ? 'distributing' : 'stopped', atNs, detail, sinceNs)
  }

  /** A dump may name a bond before its members: what the active one is called is known once it has come. */
  #sawActive(bond: LinkInfo, atNs: Ns, sinceNs?: Ns): void {
    const index = bond.bond?.activeSlaveIndex ?? null
    const active = index === null ? 'none' : this.#links.get(index)?.name
    if (active !== undefined) this.#states.saw('bondActive', this.node, bond.name, active, atNs, undefined, sinceNs)
  }

  #bondModeOf(link: LinkInfo): WatchedBond['mode'] | undefined {
    const master = this.#masterOf(link)
    return master === undefined ? undefined : this.#bonds.get(master.name)
  }

  #masterOf(link: LinkInfo): LinkInfo | undefined {
    return link.masterIndex === null ? undefined : this.#links.get(link.masterIndex)
  }
}

/** It has carrier, and its monitor counts it as up (bond_slave_can_tx). */
const canSend = ({ flags }: LinkInfo, { miiStatus, state }: BondSlave): boolean =>
  (flags & IFF_LOWER_UP) !== 0 && miiStatus === 'up' && state === 'active'

/** Each of its ports is in use for as long as it has carrier and its monitor lets it: neither one active member nor LACP decides. */
const hasPorts = (mode: WatchedBond['mode'] | undefined): boolean =>
  mode !== undefined && mode !== 'active-backup' && mode !== '802.3ad'
