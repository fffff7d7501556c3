import type { Lab } from '../model/lab.ts'
import type { Site } from '../model/topology.ts'

/** Under a symbol of all modules: a lab is defined in one instance of Backhoe's modules and may be asked in another. */
const SITE = Symbol.for('backhoe.site')

/** The lab with the handles of its topology, by which a person at a live lab names its parts. They are no part of its data. */
export function keepSite(lab: Lab, site: Site): Lab {
  return Object.defineProperty(lab, SITE, { value: site })
}

/** What the topology of a lab was declared as; of anything else itself. */
export const siteOf = (site: Site): Site => (site as { readonly [SITE]?: Site })[SITE] ?? site
