import { bareAddress, isHostPrefix, overlaps, parsePrefix } from '../model/address.ts'
import type { Endpoint, Node, Rule } from '../model/topology.ts'
import { on } from './wiring.ts'
import type { World } from './world.ts'

/** As it is when a node routes it. */
export interface Packet {
  readonly source: string
  readonly target: string
  /** Where it came in; null: the node sends it itself. */
  readonly ingress: Endpoint | null
}

/** The gateways that the first table which has a route for the packet names, or its target itself on a network of the node's. */
export function nextHops(world: World, node: Node, packet: Packet): readonly string[] {
  const asked = (node.rules ?? []).filter((rule) => matches(rule, packet)).map(({ table }) => table)
  for (const table of [...asked, undefined]) {
    const hops = lookup(world, node, packet.target, table)
    if (hops.length > 0) return hops
  }
  return []
}

function matches({ from, to, iif }: Rule, { source, target, ingress }: Packet): boolean {
  return (
    (from === undefined || isIn(source, from)) &&
    (to === undefined || isIn(target, to)) &&
    (iif === undefined || iif === ingress?.interface)
  )
}

function isIn(address: string, network: string): boolean {
  const [one, all] = [address, network].map((text) => parsePrefix(text.includes('/') ? text : hostPrefix(text)))
  return one != null && all != null && one.bits >= all.bits && overlaps(one, all)
}

/** Connected networks are in main, and longer than any route that leads elsewhere. */
function lookup(world: World, node: Node, target: string, table: number | undefined): readonly string[] {
  if (table === undefined && egressTo(world, node, target, null) !== null) return [target]
  const address = parsePrefix(hostPrefix(target))
  if (address === null) return []
  let best: { readonly vias: readonly string[]; readonly bits: number } | null = null
  for (const route of node.routes.filter((one) => one.table === table)) {
    const prefix = route.to === 'default' ? null : parsePrefix(route.to)
    const bits = prefix?.bits ?? 0
    const isMatch = route.to === 'default' || (prefix !== null && overlaps(prefix, address))
    if (!isMatch || (best !== null && bits <= best.bits)) continue
    const vias = [route.via, ...(route.also ?? [])].filter((via) => egressTo(world, node, via, null) !== null)
    if (vias.length > 0) best = { vias, bits }
  }
  return best?.vias ?? []
}

/** The interface whose network holds the address, unless it is left out; the one with the source's own address before others. */
export function egressTo(world: World, node: Node, target: string, source: string | null): Endpoint | null {
  const address = parsePrefix(hostPrefix(target))
  if (address === null) return null
  const connected = node.interfaces.filter(
    (one) =>
      !world.leftOut(on(node.name, one.name)) &&
      one.addresses.some((text) => {
        const prefix = parsePrefix(text)
        return prefix !== null && !isHostPrefix(prefix) && overlaps(prefix, address)
      }),
  )
  const chosen = connected.find((one) => one.addresses.some((text) => bareAddress(text) === source)) ?? connected[0]
  return chosen === undefined ? null : on(node.name, chosen.name)
}

const hostPrefix = (address: string): string => `${address}/${address.includes(':') ? '128' : '32'}`
