import { ms, seconds } from '../../model/time.ts'
import type { VirtualRouter } from './data.ts'
import type { Parameters } from '../../words/parameters.ts'

export const PRIORITY = { min: 1, max: 254, code: 'bad-priority' } as const
/** That of an address owner, too. */
export const ANY_PRIORITY = { ...PRIORITY, max: 255 } as const
export const VRID = { min: 1, max: 255 } as const

export type VrrpTimers = Pick<
  VirtualRouter,
  'version' | 'advertIntervalNs' | 'preempt' | 'preemptDelayNs' | 'downTimerAdverts'
>

/** The `VrrpOptions` of a virtual router or of a whole generator. */
export function readVrrp(parameters: Parameters): VrrpTimers {
  const version = parameters.oneOf('version', 3, [2, 3])
  const advertIntervalNs = readInterval(parameters, version)
  const preempt = parameters.boolean('preempt', true)
  const preemptDelayNs = parameters.duration('preemptDelay', '0s', { min: 0, max: seconds(1000) })
  if (!preempt && preemptDelayNs > 0) {
    parameters.problem(
      'preempt-delay-without-preempt',
      `${parameters.describe('preemptDelay')}, but preempt is false`,
      {
        next: 'drop one of them',
      },
      'preemptDelay',
    )
  }
  return {
    version,
    advertIntervalNs,
    preempt,
    preemptDelayNs,
    downTimerAdverts: parameters.integer('downTimerAdverts', 3, { min: 1, max: 100 }),
  }
}

/** RFC 9568 5.2.7: 12 bits of centiseconds. RFC 3768 5.3.7: 8 bits of seconds, which keepalived rounds to. */
function readInterval(parameters: Parameters, version: 2 | 3): number {
  const [unit, max, words] =
    version === 2 ? [seconds(1), seconds(255), 'whole seconds'] : [ms(10), ms(40_950), 'whole centiseconds']
  const ns = parameters.duration('advertInterval', '1s', { max })
  if (ns % unit === 0) return ns
  parameters.problem(
    'advert-interval-too-fine',
    `${parameters.describe('advertInterval')}, but VRRP version ${String(version)} can only say ${words}`,
    {
      allowed: `${words}: keepalived would round it`,
      ...(version === 2 ? { next: 'use version: 3 for intervals below a second' } : {}),
    },
    'advertInterval',
  )
  return seconds(1)
}
