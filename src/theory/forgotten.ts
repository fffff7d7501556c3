import { reason, type Reason } from '../model/reason.ts'
import type { Course } from './course.ts'
import { askedAgainNs } from './neighbour.ts'
import type { ExpectedOutage } from './outage.ts'
import type { Endpoint } from '../model/topology.ts'
import { hopsOf, type Way } from './path.ts'
import { sameEndpoint } from './world.ts'

const SOURCE = 'net/core/neighbour.c: neigh_carrier_down'

/** Interfaces that may be without carrier for a moment: their node forgets its neighbours there. */
export interface Forgetful {
  readonly at: readonly Endpoint[]
  /** Addresses whose entries are there again at once, made by what ends the moment (arp_process). */
  readonly known: readonly string[]
  readonly because: Reason
  readonly source: string
}

/** A moment without carrier costs more than its own time: the node has to ask for its neighbours again. */
export function forgotten(own: ExpectedOutage, way: Way, all: readonly Forgetful[], course: Course): ExpectedOutage {
  if (own.highNs === null || own.highNs === 0) return own
  const hops = hopsOf(course.before, way)
  const forgetful = all.find(({ at, known }) =>
    hops.some(({ egress, address }) => at.some((one) => sameEndpoint(one, egress)) && !known.includes(address)),
  )
  if (forgetful === undefined) return own
  const { because, source, dark } = own
  const againNs = askedAgainNs(course)
  return {
    ...own,
    highNs: own.highNs + againNs,
    ...(dark === undefined ? {} : { dark: { ...dark, toNs: dark.toNs + againNs } }),
    because: reason('asked-again')`${{ outage: because }}; ${{ forgetful: forgetful.because }}`,
    source: `${source}; ${forgetful.source}; ${SOURCE}`,
  }
}
