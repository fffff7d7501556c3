import type { Topology } from '../model/topology.ts'

/** containerlab keeps these for itself: a link to a node `host` ends in the host's own namespace (core/clab.go, getLinkNodes). */
const RESERVED = ['host', 'mgmt-net', 'macvlan']

/** What a node is called in containerlab where it is not its own name: `host` is `host1`. */
export function clabNames(topology: Topology): Readonly<Record<string, string>> {
  const taken = new Set(topology.nodes.map(({ name }) => name))
  return Object.fromEntries(
    RESERVED.filter((name) => taken.has(name)).map((name) => {
      let number = 1
      while (taken.has(`${name}${number}`)) number++
      return [name, `${name}${number}`]
    }),
  )
}
