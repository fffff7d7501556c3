import type { Searching } from '../mechanisms/bond/theory-arp.ts'
import type { Course } from './course.ts'
import { askedAgainNs } from './neighbour.ts'
import type { Outage } from './outage.ts'
import { hopsOf, type Way } from './path.ts'
import { sameEndpoint } from './world.ts'

const BECAUSE =
  'a bond that searches has no carrier, and its node forgets its neighbours there: it asks for them while no leg sends, and 1 s later again'
const SOURCE = 'drivers/net/bonding/bond_main.c: bond_set_carrier; net/core/neighbour.c: neigh_carrier_down'

/**
 * A search for another leg costs more than its own time: the node has to ask for the neighbours behind the bond again. Only
 * the monitor's target has an entry at once, made by the answer that ends the search (arp_process).
 */
export function forgotten(own: Outage, way: Way, searching: readonly Searching[], course: Course): Outage {
  if (own.highNs === null || own.highNs === 0) return own
  const isForgotten = hopsOf(course.before, way).some(({ egress, address }) =>
    searching.some(
      ({ stack, targets }) => stack.some((one) => sameEndpoint(one, egress)) && !targets.includes(address),
    ),
  )
  if (!isForgotten) return own
  const { because, source, dark } = own
  const againNs = askedAgainNs(course)
  return {
    ...own,
    highNs: own.highNs + againNs,
    ...(dark === undefined ? {} : { dark: { ...dark, toNs: dark.toNs + againNs } }),
    because: `${because}; ${BECAUSE}`,
    source: `${source}; ${SOURCE}`,
  }
}
