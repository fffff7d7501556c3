import { isIPv4 } from 'node:net'
import type { Parameters } from '../../words/parameters.ts'
import { ms, seconds } from '../../model/time.ts'
import type { BfdFeature } from './data.ts'
import type { BfdTimers } from './options-types.ts'

/** The `BfdOptions` of a router. */
export function readBfdFeature(parameters: Parameters): BfdFeature {
  const neighbours = parameters.names('neighbours')
  if (!neighbours.every(isIPv4))
    parameters.problem(
      'bad-address',
      parameters.describe('neighbours'),
      { allowed: 'IPv4 addresses without prefix length' },
      'neighbours',
    )
  const timers = readTimers(parameters)
  parameters.rejectUnknown()
  return { ...timers, neighbours: neighbours.filter(isIPv4) }
}

function readTimers(parameters: Parameters): Omit<BfdFeature, 'neighbours'> {
  const intervalNs = parameters.duration('interval', '300ms', { min: ms(50), max: seconds(60), whole: 'milliseconds' })
  const multiplier = parameters.integer('multiplier', 3, { min: 2, max: 255 })
  const echoNs = parameters.has('echo')
    ? parameters.duration('echo', '50ms', { min: ms(10), max: seconds(60), whole: 'milliseconds' })
    : undefined
  return { intervalNs, multiplier, ...(echoNs === undefined ? {} : { echoNs }) }
}

/** Those of a whole generator, as `node.bfd` takes them. */
export function readBfd(parameters: Parameters): BfdTimers {
  const { intervalNs, multiplier, echoNs } = readTimers(parameters)
  parameters.rejectUnknown()
  const echo = echoNs === undefined ? {} : ({ echo: `${echoNs / 1e6}ms` } as const)
  return { interval: `${intervalNs / 1e6}ms`, multiplier, ...echo }
}
