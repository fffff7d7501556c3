import { singleFailures } from '../../chaos/index.ts'
import type { Fault } from '../../src/model/fault.ts'
import type { Site } from '../../src/model/topology.ts'

export type Faults = Readonly<Record<string, Fault>>

/**
 * Whatever may break alone; in everyday tests of those that differ by a number only (`sw1` and `sw2`) the first, and no feeds.
 */
export function singlesOf(site: Site): Faults {
  const all = Object.entries(singleFailures(site))
  if (process.env['PROVE'] === '1') return Object.fromEntries(all)
  const kind = (name: string): string => name.replaceAll(/\d+/g, '#')
  const first = all.filter(([name], at) => all.findIndex(([other]) => kind(other) === kind(name)) === at)
  return Object.fromEntries(first.filter(([name]) => !name.startsWith('feed-')))
}
