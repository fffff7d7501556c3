import { seconds } from '../../model/time.ts'
import type { Reach } from './data.ts'
import { readWeight } from './options-track.ts'
import type { Parameters } from '../../words/parameters.ts'

const COUNT = { min: 1, max: 100 } as const

/** The `ReachTimers` of a virtual router or of a whole generator. keepalived reads the interval as whole seconds. */
export function readReachTimers(parameters: Parameters): Omit<Reach, 'address'> {
  const intervalNs = parameters.duration('interval', '1s', { max: seconds(255), whole: 'seconds' })
  const timeoutNs = parameters.duration('timeout', '500ms', { max: seconds(255), whole: 'centiseconds' })
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
  const address = parameters.ipv4('address', 'required')
  const weight = parameters.has('weight') ? { weight: readWeight(parameters) } : {}
  const reach = { address, ...readReachTimers(parameters), ...weight }
  parameters.rejectUnknown()
  return reach
}
