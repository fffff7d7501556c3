import type { CableGroup, CableHandle, CableSelector, NodeGroup, NodeHandle } from '../model/handle.ts'
import { fail } from '../model/problem.ts'
import type { Site } from '../model/topology.ts'
import { callSite } from '../words/callsite.ts'
import { remedyFor } from '../words/nearest.ts'
import { namesOf } from './names-of-site.ts'
import { siteOf } from './site-of.ts'

/**
 * The cable of this name, as it is typed to a live lab: the site's own handle without `site.` (`active.lan`), one of its ends (`r1:lan`, which
 * is near then), or its whole name. `of`: a site, or the lab that declares it.
 * @throws BackhoeError (64) `unknown-target` with the nearest name
 */
export function namedCable(of: Site, name: string): CableHandle | CableSelector | CableGroup {
  const target = targetNamed(of, name)
  if (target.handle !== 'node' && target.handle !== 'nodes') return target
  return fail({ code: 'not-a-cable', what: `${name} is a node`, ...placed() })
}

/**
 * The same of a node.
 * @throws BackhoeError (64) `unknown-target` with the nearest name
 */
export function namedNode(of: Site, name: string): NodeHandle | NodeGroup {
  const target = targetNamed(of, name)
  if (target.handle === 'node' || target.handle === 'nodes') return target
  return fail({ code: 'not-a-node', what: `${name} is a cable`, ...placed() })
}

function targetNamed(of: Site, name: string): CableHandle | CableSelector | CableGroup | NodeHandle | NodeGroup {
  const names = namesOf(siteOf(of))
  return (
    names.get(name) ??
    fail({
      code: 'unknown-target',
      what: `the topology has no ${name}`,
      ...remedyFor(name, [...names.keys()]),
      ...placed(),
    })
  )
}

const placed = (): { readonly where?: string } => {
  const where = callSite()
  return where === undefined ? {} : { where }
}
