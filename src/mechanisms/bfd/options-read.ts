import type { Parameters } from '../../words/parameters.ts'
import { ms, seconds } from '../../model/time.ts'
import type { BfdFeature } from './data.ts'
import type { BfdOptions } from './options-types.ts'

/** The `BfdOptions` of a router. */
export function readBfdFeature(parameters: Parameters): BfdFeature {
  const intervalNs = parameters.duration('interval', '300ms', { min: ms(50), max: seconds(60), whole: 'milliseconds' })
  const multiplier = parameters.integer('multiplier', 3, { min: 2, max: 255 })
  parameters.rejectUnknown()
  return { intervalNs, multiplier }
}

/** The same of a whole generator, as `node.bfd` takes them. */
export function readBfd(parameters: Parameters): Required<BfdOptions> {
  const { intervalNs, multiplier } = readBfdFeature(parameters)
  return { interval: `${intervalNs / 1e6}ms`, multiplier }
}
