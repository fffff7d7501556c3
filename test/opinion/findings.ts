/** Where the captures of a trial contradict what the program wrote of it. */
export interface Disagreement {
  /** A stream, `web forward 0`, or what an event is about, `vrrp r1 LAN`. */
  readonly about: string
  readonly what: string
}

/** What was compared. */
export type Kind =
  'packet' | 'advertisement' | 'gratuitous ARP' | 'LACPDU' | 'BPDU' | 'leg' | 'OSPF' | 'BGP' | 'BFD' | 'route' | 'phase'

/** Collects what was compared, and where it differed. */
export class Findings {
  readonly disagreements: Disagreement[] = []
  readonly #compared = new Map<Kind, number>()

  /** How much of each kind was compared: an agreement about nothing proves nothing. */
  get compared(): ReadonlyMap<Kind, number> {
    return this.#compared
  }

  count(kind: Kind, times = 1): void {
    this.#compared.set(kind, (this.#compared.get(kind) ?? 0) + times)
  }

  check(kind: Kind, agrees: boolean, about: string, what: () => string): void {
    this.count(kind)
    if (!agrees) this.disagreements.push({ about, what: what() })
  }
}
