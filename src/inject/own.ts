import type { Namespaces } from '../linux/netns.ts'

const own = new WeakMap<Namespaces, Set<string>>()

/** `NS ADDRESS` of every address that an operation gave: what a daemon brings and takes (a virtual address) is not ours. */
export function ownAddresses(namespaces: Namespaces): Set<string> {
  const addresses = own.get(namespaces) ?? new Set()
  own.set(namespaces, addresses)
  return addresses
}
