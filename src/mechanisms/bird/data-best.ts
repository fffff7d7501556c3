import { networkOf } from '../../model/address.ts'
import { trackedRoutes, type Route } from '../../model/route.ts'
import type { Node } from '../../model/topology.ts'

/** The destination as the kernel names it. */
export const destinationOf = ({ to }: Pick<Route, 'to'>): string => networkOf(to) ?? to

/** By destination, what BIRD chooses from: the lowest metric first. */
export function choicesOf(node: Node): ReadonlyMap<string, readonly Route[]> {
  const found = new Map<string, readonly Route[]>()
  for (const route of trackedRoutes(node).toSorted((a, b) => (a.metric ?? 0) - (b.metric ?? 0)))
    found.set(destinationOf(route), [...(found.get(destinationOf(route)) ?? []), route])
  return found
}
