import { LibcError } from '../linux/libc.ts'
import type { Namespaces } from '../linux/netns.ts'
import { dumpLinks, dumpQdiscs, type QdiscInfo } from '../linux/netlink/dump.ts'
import type { LinkInfo } from '../linux/netlink/link-parse.ts'

/** @throws LibcError (ENODEV) where the namespace has no such interface */
export function linkOf(namespaces: Namespaces, ns: string, name: string): LinkInfo {
  const index = interfacesOf(namespaces).known(ns, name)
  const link = dumpLinks(namespaces.netlink(ns)).find((candidate) =>
    index === undefined ? candidate.name === name : candidate.index === index,
  )
  if (link === undefined) throw new LibcError(`no interface ${ns}:${name}`, ENODEV)
  return link
}

const ENODEV = 19

/** What is known of one namespace. */
interface Known {
  /** By the interfaces' names. */
  readonly indexes: Map<string, number>
  /** Those that an operation gave. */
  readonly addresses: Set<string>
  /** A container's ends of cables; null: the namespace is our own. */
  ports: readonly string[] | null
  isConfined: boolean
}

/** The interfaces of a lab: indexes are learned where they are fixed or found otherwise, and asked of the kernel else. */
export class Interfaces {
  readonly #namespaces: Namespaces
  readonly #known = new Map<string, Known>()

  constructor(namespaces: Namespaces) {
    this.#namespaces = namespaces
  }

  known(ns: string, name: string): number | undefined {
    return this.#of(ns).indexes.get(name)
  }

  /** Of what a namespace holds only the learned interfaces are the lab's: it is shared with others. */
  confine(ns: string): void {
    this.#of(ns).isConfined = true
  }

  isConfined(ns: string): boolean {
    return this.#of(ns).isConfined
  }

  /** The namespace is a container's: but for its ends of cables, its devices are its own business, or its runtime's. */
  contain(ns: string, ports: readonly string[]): void {
    this.#of(ns).ports = ports
  }

  /**
   * Does an interface of the namespace belong to the lab? That of a container's management network does not: Docker makes
   * it anew at each start, and its other end lies outside, as that of a cable does.
   */
  isOurs(ns: string, { index, name, linkElsewhere }: LinkInfo): boolean {
    if (this.isConfined(ns)) return this.nameOf(ns, index) !== undefined
    return !linkElsewhere || this.isNumbered(ns, name)
  }

  /** Has it an index and a hardware address that somebody has chosen? What a container makes itself has others after each start. */
  isNumbered(ns: string, name: string): boolean {
    return this.#of(ns).ports?.includes(name) ?? true
  }

  /** What the lab calls it. */
  nameOf(ns: string, index: number): string | undefined {
    return [...this.#of(ns).indexes].find(([, value]) => value === index)?.[0]
  }

  /** The namespace is another from now on: its interfaces have other indexes. */
  forget(ns: string): void {
    this.#of(ns).indexes.clear()
  }

  learn(ns: string, name: string, index: number): void {
    this.#of(ns).indexes.set(name, index)
  }

  /** An operation has given an interface this address. */
  give(ns: string, address: string): void {
    this.#of(ns).addresses.add(address)
  }

  /** Is it one that an operation gave? What a daemon brings and takes (a virtual address) is not. */
  isGiven(ns: string, address: string): boolean {
    return this.#of(ns).addresses.has(address)
  }

  /** @throws LibcError (ENODEV) where the namespace has no such interface */
  index(ns: string, name: string): number {
    const known = this.known(ns, name)
    if (known !== undefined) return known
    const { index } = linkOf(this.#namespaces, ns, name)
    this.learn(ns, name, index)
    return index
  }

  #of(ns: string): Known {
    const known = this.#known.get(ns) ?? { indexes: new Map(), addresses: new Set(), ports: null, isConfined: false }
    this.#known.set(ns, known)
    return known
  }
}

const all = new WeakMap<Namespaces, Interfaces>()

/** The one table of a set of namespaces. */
export function interfacesOf(namespaces: Namespaces): Interfaces {
  const interfaces = all.get(namespaces) ?? new Interfaces(namespaces)
  all.set(namespaces, interfaces)
  return interfaces
}

/** What filters of an interface lie in: clsact, or the older ingress where others have been first. null: there is neither. */
export function filterPlace(namespaces: Namespaces, ns: string, index: number): 'clsact' | 'ingress' | null {
  const kinds = dumpQdiscs(namespaces.netlink(ns)).flatMap((one) => (one.index === index ? [one.kind] : []))
  return (['clsact', 'ingress'] as const).find((kind) => kinds.includes(kind)) ?? null
}

/** The netem of an interface; undefined: it has none. */
export const netemAt = (namespaces: Namespaces, ns: string, index: number): QdiscInfo | undefined =>
  dumpQdiscs(namespaces.netlink(ns)).find((one) => one.index === index && one.kind === 'netem')
