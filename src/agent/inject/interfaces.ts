import type { Namespaces } from '../netns.ts'
import { linkNamed } from '../netlink/dump.ts'
import { netlinkOf } from '../netlink/socket.ts'

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
    const link = linkNamed(netlinkOf(this.#namespaces, ns), name)
    this.learn(ns, name, link.index)
    return link.index
  }
}
