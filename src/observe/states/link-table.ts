import type { LinkInfo } from '../../linux/netlink/link-parse.ts'
import { LINKS } from '../../linux/netlink/monitor.ts'
import { linkRequest, readLinks } from '../../linux/netlink/links.ts'
import { WATCHES } from '../../mechanisms/all/watch.ts'
import type { KernelTable, Links, SeesLink, Sight } from '../../mechanisms/contract/watch.ts'
import type { WatchPlan } from '../../model/plan.ts'
import type { Ns } from '../../model/time.ts'
import type { Cable } from '../../model/topology.ts'

export interface LinkTableOptions {
  readonly node: string
  readonly saw: Sight['saw']
  readonly plan: WatchPlan
  readonly cables: readonly Cable[]
  readonly panel: { outer(cable: number, end: 'a' | 'b', up: boolean): void }
}

interface CableEnd {
  readonly cable: number
  readonly end: 'a' | 'b'
  up: boolean
}

/** The links of one node, from rtnetlink; mechanisms say what they see in them, and the panel is told what is shut. */
export class LinkTable implements KernelTable, Links {
  readonly groups = LINKS
  readonly #saw: Sight['saw']
  readonly #panel: LinkTableOptions['panel']
  readonly #ends = new Map<string, CableEnd>()
  readonly #sees: readonly SeesLink[]
  readonly #isPolled: readonly ((link: LinkInfo, links: Links) => boolean)[]
  readonly #links = new Map<number, LinkInfo>()
  readonly #upSince = new Map<string, Ns>()

  constructor({ node, saw, plan, cables, panel }: LinkTableOptions) {
    this.#saw = saw
    this.#panel = panel
    this.#sees = WATCHES.flatMap(({ links }) => links?.(plan, node) ?? [])
    this.#isPolled = WATCHES.flatMap(({ polled }) => polled?.(plan, node) ?? [])
    for (const [cable, { a, b }] of cables.entries()) {
      if (a.node === node) this.#ends.set(a.interface, { cable, end: 'a', up: true })
      if (b.node === node) this.#ends.set(b.interface, { cable, end: 'b', up: true })
    }
  }

  readonly request = (): Buffer => linkRequest('dump')

  /** A dump names every link; one that is gone was reported. */
  begin(): void {}

  upSince(name: string): Ns | undefined {
    return this.#upSince.get(name)
  }

  at(index: number): LinkInfo | undefined {
    return this.#links.get(index)
  }

  masterOf(link: LinkInfo): LinkInfo | undefined {
    return link.masterIndex === null ? undefined : this.#links.get(link.masterIndex)
  }

  /** Names of the ports of a bond. */
  members(bond: string): readonly string[] {
    const index = [...this.#links.values()].find((link) => link.name === bond)?.index
    return [...this.#links.values()].filter((link) => link.masterIndex === index).map((link) => link.name)
  }

  /** Links that have to be asked for again and again. */
  polled(): readonly number[] {
    return [...this.#links.values()]
      .filter((link) => this.#isPolled.some((isPolled) => isPolled(link, this)))
      .map(({ index }) => index)
  }

  /** `sinceNs`: it answers a poll, and the one before was asked then. */
  read(datagram: Buffer, atNs: Ns, sinceNs?: Ns): { readonly dumped: boolean; readonly isDue: boolean } {
    const { events, dumped } = readLinks(datagram)
    for (const { link } of events) this.#links.set(link.index, link)
    for (const { link, gone } of events) {
      if (gone) this.#links.delete(link.index)
      this.#take(link, gone, atNs, sinceNs)
    }
    return { dumped, isDue: false }
  }

  #take(link: LinkInfo, gone: boolean, atNs: Ns, sinceNs?: Ns): void {
    const end = this.#ends.get(link.name)
    const up = link.adminUp && !gone
    if (!up) this.#upSince.delete(link.name)
    else if (!this.#upSince.has(link.name)) this.#upSince.set(link.name, atNs)
    for (const sees of this.#sees)
      for (const seen of sees({ link, up, endsCable: end !== undefined }, this)) this.#saw(seen, atNs, sinceNs)
    if (end !== undefined && end.up !== up) {
      end.up = up
      this.#panel.outer(end.cable, end.end, up)
    }
  }
}
