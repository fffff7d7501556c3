import { formatNs } from '../../src/model/time.ts'
import { Parameters } from '../../src/words/parameters.ts'

/** The reader of what a fault was given; to be called by the function that the user calls. */
export const optionsOf = (fault: string, options?: unknown): Parameters =>
  new Parameters(fault, options, [], { noun: 'option' })

export const percentText = (percent: number): string => `${String(Number(percent.toPrecision(4)))} %`
export const durationText = formatNs
