import { LibcError } from '../linux/libc.ts'
import type { Namespaces } from '../linux/netns.ts'
import { dumpLinks, dumpQdiscs, type QdiscInfo } from '../linux/netlink/dump.ts'
import type { LinkInfo } from '../linux/netlink/link-parse.ts'
import { netlinkOf } from '../linux/netlink/socket.ts'

/** @throws LibcError (ENODEV) where the namespace has no such interface */
export function linkOf(namespaces: Namespaces, ns: string, name: string): LinkInfo {
  const index = interfacesOf(namespaces).known(ns, name)
  const link = dumpLinks(netlinkOf(namespaces, ns)).find((candidate) =>
    index === undefined ? candidate.name === name : candidate.index === index,
  )
  if (link === undefined) throw new LibcError(`no interface ${ns}:${name}`, ENODEV)
  return link
}

const ENODEV = 19

/** Interface indexes by name: learned where they are fixed or found otherwise, asked of the kernel else. */
export class Interfaces {
  readonly #namespaces: Namespaces
  readonly #indexes = new Map<string, number>()
  readonly #confined = new Set<string>()
  readonly #ports = new Map<string, readonly string[]>()

  constructor(namespaces: Namespaces) {
    this.#namespaces = namespaces
  }

  known(ns: string, name: string): number | undefined {
    return this.#indexes.get(`${ns} ${name}`)
  }

  /** Of what a namespace holds only the learned interfaces are the lab's: it is shared with others. */
  confine(ns: string): void {
    this.#confined.add(ns)
  }

  isConfined(ns: string): boolean {
    return this.#confined.has(ns)
  }

  /** The namespace is a container's: but for its ends of cables, its devices are its own business, or its runtime's. */
  contain(ns: string, ports: readonly string[]): void {
    this.#ports.set(ns, ports)
  }

  /**
   * Does an interface of the namespace belong to the lab? That of a container's management network does not: Docker makes
   * it anew at each start, and its other end lies outside, as that of a cable does.
   */
  isOurs(ns: string, { index, name, linkElsewhere }: LinkInfo): boolean {
    if (this.isConfined(ns)) return this.nameOf(ns, index) !== undefined
    return !linkElsewhere || (this.#ports.get(ns)?.includes(name) ?? true)
  }

  /** Has it an index and a hardware address that somebody has chosen? What a container makes itself has others after each start. */
  isNumbered(ns: string, name: string): boolean {
    return this.#ports.get(ns)?.includes(name) ?? true
  }

  /** What the lab calls it. */
  nameOf(ns: string, index: number): string | undefined {
    const learned = [...this.#indexes].find(([key, value]) => value === index && key.startsWith(`${ns} `))
    return learned?.[0].slice(ns.length + 1)
  }

  /** The namespace is another from now on. */
  forget(ns: string): void {
    for (const key of this.#indexes.keys()) if (key.startsWith(`${ns} `)) this.#indexes.delete(key)
  }

  learn(ns: string, name: string, index: number): void {
    this.#indexes.set(`${ns} ${name}`, index)
  }

  /** @throws LibcError (ENODEV) where the namespace has no such interface */
  index(ns: string, name: string): number {
    const known = this.known(ns, name)
    if (known !== undefined) return known
    const { index } = linkOf(this.#namespaces, ns, name)
    this.learn(ns, name, index)
    return index
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
  const kinds = dumpQdiscs(netlinkOf(namespaces, ns)).flatMap((one) => (one.index === index ? [one.kind] : []))
  return (['clsact', 'ingress'] as const).find((kind) => kinds.includes(kind)) ?? null
}

/** The netem of an interface; undefined: it has none. */
export const netemAt = (namespaces: Namespaces, ns: string, index: number): QdiscInfo | undefined =>
  dumpQdiscs(netlinkOf(namespaces, ns)).find((one) => one.index === index && one.kind === 'netem')
