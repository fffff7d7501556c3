import { callSite } from './callsite.ts'
import { fail } from '../model/problem.ts'
import { shown } from './shown.ts'
import type { Site } from '../model/topology.ts'

/** A topology's handles throw at names that they do not have, so this asks before it reads. */
export const isSite = (value: unknown): value is Site =>
  typeof value === 'object' &&
  value !== null &&
  'topology' in value &&
  typeof value.topology === 'object' &&
  value.topology !== null &&
  'nodes' in value.topology &&
  Array.isArray(value.topology.nodes) &&
  'cables' in value.topology &&
  Array.isArray(value.topology.cables)

/** What `of` was given, if that is a site. @throws BackhoeError `not-a-topology` */
export function siteOf(of: string, value: unknown): Site {
  if (isSite(value)) return value
  const where = callSite()
  return fail({
    code: 'not-a-topology',
    what: `${of} is given ${value === undefined ? 'undefined' : shown(value)}`,
    allowed: 'what a generator returned, such as gatewayPair({ … }), or { topology } of a composed network',
    ...(where === undefined ? {} : { where }),
  })
}
