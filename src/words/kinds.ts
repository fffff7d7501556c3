import { isIPv4 } from 'node:net'
import { formatNs, ms, parseDuration, seconds, type Ns } from '../model/time.ts'

/** A kind of value that people write: how it is read, and what is allowed, in words. */
export interface Kind<Value> {
  /** Where it is none of this kind. */
  readonly code: string
  /** Null where it is none of this kind. */
  readonly read: (written: unknown) => Value | null
  readonly allowed: string
  /** Whether it lies in its range. Default: every value does. */
  readonly holds?: (value: Value) => boolean
  /** Where it does not. Default `out-of-range`. */
  readonly codeOfRange?: string
}

export interface WholeRange {
  readonly min: number
  /** Default: none. */
  readonly max?: number
  /** In place of `bad-count` and `out-of-range`: what the number is. */
  readonly code?: string
}

/** Both allowed; without `min` it must be more than zero. */
export interface TimeRange {
  readonly min?: Ns
  readonly max?: Ns
  /** Only whole ones, others are `too-fine`. Default: any. */
  readonly whole?: keyof typeof UNITS
}

export const UNITS = { minutes: seconds(60), seconds: seconds(1), milliseconds: ms(1), centiseconds: ms(10) } as const

/** A time with its unit, in nanoseconds. Below zero is a time too, only never an allowed one. */
export const duration = ({ min, max }: TimeRange, example = '200ms'): Kind<Ns> => ({
  code: 'bad-duration',
  allowed: `${min === undefined ? 'more than 0' : `from ${formatNs(min)}`}${max === undefined ? '' : ` up to ${formatNs(max)}`}, for example '${example}'`,
  read: (written) => {
    const [, minus, text = ''] = typeof written === 'string' ? (/^(-?)(.*)$/s.exec(written.trim()) ?? []) : []
    const ns = parseDuration(text)
    return ns === null ? null : minus === '-' ? -ns : ns
  },
  holds: (ns) => ns >= (min ?? 1) && ns <= (max ?? Infinity),
})

export const wholeNumber = ({ min, max, code }: WholeRange): Kind<number> => ({
  code: code ?? 'bad-count',
  codeOfRange: code ?? 'out-of-range',
  allowed: `a whole number from ${String(min)}${max === undefined ? '' : ` to ${String(max)}`}`,
  read: (written) => (typeof written === 'number' && Number.isSafeInteger(written) ? written : null),
  holds: (value) => value >= min && value <= (max ?? Infinity),
})

export const truth: Kind<boolean> = {
  code: 'bad-choice',
  allowed: 'true or false',
  read: (written) => (typeof written === 'boolean' ? written : null),
}

export const text: Kind<string> = {
  code: 'bad-parameter',
  allowed: 'a text',
  read: (written) => (typeof written === 'string' ? written : null),
}

export const list: Kind<readonly unknown[]> = {
  code: 'bad-parameter',
  allowed: 'a list',
  read: (written) => (Array.isArray(written) ? (written as readonly unknown[]) : null),
}

export const ipv4: Kind<string> = {
  code: 'bad-address',
  allowed: 'an IPv4 address without prefix length',
  read: (written) => (typeof written === 'string' && isIPv4(written) ? written : null),
}

/** Percent of `'2%'`. */
export const percent: Kind<number> = {
  code: 'bad-percent',
  allowed: "above 0% and at most 100%, like '2%'",
  read: (written) => numberBefore('%', written),
  holds: (value) => value > 0 && value <= 100,
}

export const share: Kind<number> = {
  code: 'bad-share',
  allowed: 'above 0 and below 1, like 0.5',
  read: (written) => (typeof written === 'number' && Number.isFinite(written) ? written : null),
  holds: (value) => value > 0 && value < 1,
}

/** Kilobits a second of `'10mbit'`. */
export const rateKbit: Kind<number> = {
  code: 'bad-rate',
  allowed: "at least 1kbit, like '10mbit'",
  read: (written) => {
    const kbit = numberBefore('kbit', written) ?? (numberBefore('mbit', written) ?? Number.NaN) * 1e3
    const rounded = Math.round(Number.isNaN(kbit) ? (numberBefore('gbit', written) ?? Number.NaN) * 1e6 : kbit)
    return Number.isNaN(rounded) ? null : rounded
  },
  holds: (kbit) => kbit >= 1,
}

/** A decimal number with its unit behind it, such as `'100pps'`; of bytes a whole one. */
export const quantity = (unit: 'pps' | 'kbit' | 'B', min: number, max: number): Kind<number> => ({
  code: 'bad-quantity',
  allowed: `${unit === 'B' ? 'whole bytes' : 'a number and its unit'}, from '${String(min)}${unit}' to '${String(max)}${unit}'`,
  read: (written) => {
    const value = numberBefore(unit, written)
    return value === null || (unit === 'B' && !Number.isInteger(value)) ? null : value
  },
  holds: (value) => value >= min && value <= max,
})

function numberBefore(unit: string, written: unknown): number | null {
  const match = typeof written === 'string' ? /^\s*(\d+(?:\.\d+)?)\s*(\S+)\s*$/.exec(written) : null
  return match?.[2] === unit ? Number(match[1]) : null
}
