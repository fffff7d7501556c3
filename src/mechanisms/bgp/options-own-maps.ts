import type { FrrBlock } from '../frr/options-blocks.ts'
import type { BgpNeighbour } from './data.ts'

/** What a route map of one entry without a condition does with routes that come in, and with those that go out. */
export interface RouteMap {
  readonly in: Partial<Pick<BgpNeighbour, 'localPreference'>>
  readonly out: Partial<Pick<BgpNeighbour, 'prepend' | 'communities'>>
}

/** null: there is none of this name, or it has conditions, several entries, or sets what is not known. */
export function mapOf(name: string, blocks: readonly FrrBlock[]): RouteMap | null {
  const [entry, ...others] = blocks.filter(({ head }) => head.words[0] === 'route-map' && head.words[1] === name)
  if (entry === undefined || others.length > 0 || entry.head.words[2] !== 'permit') return null
  let map: RouteMap = { in: {}, out: {} }
  for (const { words } of entry.lines) {
    const [, what = '', ...values] = words
    if (words[0] !== 'set') return null
    if (what === 'local-preference' && /^\d+$/.test(values[0] ?? ''))
      map = { ...map, in: { localPreference: Number(values[0]) } }
    else if (what === 'as-path' && values[0] === 'prepend')
      map = { ...map, out: { ...map.out, prepend: values.length - 1 } }
    else if (what === 'community' && values.at(-1) === 'additive')
      map = { ...map, out: { ...map.out, communities: values.slice(0, -1) } }
    else return null
  }
  return map
}
