import { seconds, type DurationText, type Ns } from '../../model/time.ts'
import type { GratuitousArp } from './data.ts'
import type { Parameters } from '../../words/parameters.ts'

const COUNT = { min: 1, max: 100 } as const

/** `GratuitousArpOptions`. keepalived reads its times as whole seconds. */
export function readGarp(parameters: Parameters): GratuitousArp {
  const garp = {
    delayNs: wholeSeconds(parameters, 'delay', '5s'),
    repeat: parameters.integer('repeat', 5, COUNT),
    refreshNs: wholeSeconds(parameters, 'refresh', '0s'),
    refreshRepeat: parameters.integer('refreshRepeat', 1, COUNT),
    lowerPriorityDelayNs: wholeSeconds(parameters, 'lowerPriorityDelay', '5s'),
    lowerPriorityRepeat: parameters.integer('lowerPriorityRepeat', 5, { ...COUNT, min: 0 }),
  }
  parameters.rejectUnknown()
  return garp
}

const wholeSeconds = (parameters: Parameters, name: string, fallback: DurationText): Ns =>
  parameters.duration(name, fallback, { min: 0, max: seconds(1000), whole: 'seconds' })
