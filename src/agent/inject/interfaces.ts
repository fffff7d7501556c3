import type { Namespaces } from '../netns.ts'
import { dumpLinks } from '../netlink/dump.ts'
import type { LinkInfo } from '../netlink/link-parse.ts'
import { netlinkOf } from '../netlink/socket.ts'

/** @throws Error where the namespace has no such interface */
export function linkOf(namespaces: Namespaces, ns: string, name: string): LinkInfo {
  const link = dumpLinks(netlinkOf(namespaces, ns)).find((candidate) => candidate.name === name)
  if (link === undefined) throw new Error(`no interface ${ns}:${name}`)
  return link
}

/** Interface indexes by name: learned when an operation fixes them, asked of the kernel otherwise. */
export class Interfaces {
  readonly #namespaces: Namespaces
  readonly #indexes = new Map<string, number>()

  constructor(namespaces: Namespaces) {
    this.#namespaces = namespaces
  }

  learn(ns: string, name: string, index: number): void {
    this.#indexes.set(`${ns} ${name}`, index)
  }

  /** @throws Error where the namespace has no such interface */
  index(ns: string, name: string): number {
    const known = this.#indexes.get(`${ns} ${name}`)
    if (known !== undefined) return known
    const { index } = linkOf(this.#namespaces, ns, name)
    this.learn(ns, name, index)
    return index
  }
}
