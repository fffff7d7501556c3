import type { FrrBlock } from '../frr/options-blocks.ts'
import { within } from '../frr/options-values.ts'
import type { BgpNeighbour } from './data.ts'

/** What a route map of one entry without a condition does with routes that come in, and with those that go out. */
export interface RouteMap {
  readonly in: Partial<Pick<BgpNeighbour, 'localPreference'>>
  readonly out: Partial<Pick<BgpNeighbour, 'prepend' | 'communities'>>
}

/** null: there is none of this name, or it has conditions, several entries, or sets what is not known. `as`: the router's own system, the only one that may be prepended. */
export function mapOf(name: string, blocks: readonly FrrBlock[], as: string): RouteMap | null {
  const [entry, ...others] = blocks.filter(({ head }) => head.words[0] === 'route-map' && head.words[1] === name)
  if (entry === undefined || others.length > 0 || entry.head.words[2] !== 'permit') return null
  if (entry.head.words.length !== 4 || !within(entry.head.words[3], 1, 65_535)) return null
  let map: RouteMap = { in: {}, out: {} }
  for (const { words } of entry.lines) {
    const [, what = '', ...values] = words
    if (words[0] !== 'set') return null
    if (what === 'local-preference' && values.length === 1 && within(values[0], 0, 2 ** 32 - 1))
      map = { ...map, in: { localPreference: Number(values[0]) } }
    else if (
      what === 'as-path' &&
      values[0] === 'prepend' &&
      values.length > 1 &&
      values.slice(1).every((one) => one === as)
    )
      map = { ...map, out: { ...map.out, prepend: values.length - 1 } }
    else if (
      what === 'community' &&
      values.length > 1 &&
      values.at(-1) === 'additive' &&
      values.slice(0, -1).every(isCommunity)
    )
      map = { ...map, out: { ...map.out, communities: values.slice(0, -1) } }
    else return null
  }
  return map
}

/** Those of 65535 mean something to every router (RFC 1997). */
function isCommunity(text: string): boolean {
  const [as, value, ...more] = text.split(':')
  return within(as, 0, 65_534) && within(value, 0, 65_535) && more.length === 0
}
