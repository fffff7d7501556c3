import { isIPv4 } from 'node:net'
import { ms, seconds } from '../../model/time.ts'
import type { Reach } from './data.ts'
import { readWeight } from './options-track.ts'
import type { Parameters } from '../../words/parameters.ts'

const COUNT = { min: 1, max: 100 } as const

/** The `ReachTimers` of a virtual router or of a whole generator. keepalived reads the interval as whole seconds. */
export function readReachTimers(parameters: Parameters): Omit<Reach, 'address'> {
  const intervalNs = whole(parameters, 'interval', '1s', seconds(1), 'seconds')
  const timeoutNs = whole(parameters, 'timeout', '500ms', ms(10), 'centiseconds')
  if (timeoutNs >= intervalNs) {
    parameters.problem(
      'timeout-not-below-interval',
      `${parameters.describe('timeout')}, and the interval no longer`,
      {
        allowed: 'a timeout below the interval: keepalived skips a run while the last one waits',
      },
      'timeout',
    )
  }
  return {
    intervalNs,
    timeoutNs,
    fall: parameters.integer('fall', 3, COUNT),
    rise: parameters.integer('rise', 2, COUNT),
  }
}

export function readReach(parameters: Parameters): Reach {
  const address = parameters.text('address') ?? ''
  if (!isIPv4(address))
    parameters.problem('bad-address', `what has to answer is '${address}'`, {
      allowed: 'an IPv4 address without prefix length',
    })
  const weight = parameters.has('weight') ? { weight: readWeight(parameters) } : {}
  const reach = { address, ...readReachTimers(parameters), ...weight }
  parameters.rejectUnknown()
  return reach
}

function whole(parameters: Parameters, name: string, fallback: '1s' | '500ms', unit: number, words: string): number {
  const ns = parameters.duration(name, fallback, { max: seconds(255) })
  if (ns % unit === 0) return ns
  parameters.problem('too-fine', parameters.describe(name), { allowed: `whole ${words}` }, name)
  return fallback === '1s' ? seconds(1) : ms(500)
}
