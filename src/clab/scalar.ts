import type { Scalar } from 'yaml'

/** What a scalar is in the YAML of containerlab's library, gopkg.in/yaml.v2 2.4.0 (resolve.go): YAML 1.1 without base 60. */
export interface Resolved {
  readonly type: 'null' | 'flag' | 'whole' | 'number' | 'text'
  readonly value: null | boolean | number | string
}

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
])
const NULLS = new Set(['', '~', 'null', 'Null', 'NULL'])
const ENDLESS = /^([-+]?)\.(?:inf|Inf|INF)$/
const NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/
/** As Go's strconv reads an integer with its base: 0x1F, 0b11, 0o17 and 017 are numbers too. */
const WHOLE = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/

const TAG = 'tag:yaml.org,2002:'

export function resolveScalar(scalar: Scalar): Resolved {
  const text = textOf(scalar)
  const tag = scalar.tag ?? ''
  const isQuoted = scalar.type !== undefined && scalar.type !== 'PLAIN'
  if (tag === `${TAG}str` || (tag === '' && isQuoted)) return { type: 'text', value: text }
  if (tag !== '' && !['bool', 'int', 'float', 'null', 'timestamp'].some((one) => tag === TAG + one))
    return { type: 'text', value: text }
  return resolveText(text)
}

function resolveText(text: string): Resolved {
  if (NULLS.has(text)) return { type: 'null', value: null }
  const flag = FLAGS.get(text)
  if (flag !== undefined) return { type: 'flag', value: flag }
  const endless = ENDLESS.exec(text)
  if (endless !== null) return { type: 'number', value: endless[1] === '-' ? -Infinity : Infinity }
  if (NOT_A_NUMBER.test(text)) return { type: 'number', value: NaN }
  if (!/^[-+.0-9]/.test(text)) return { type: 'text', value: text }
  const digits = text.startsWith('.') ? text : text.replaceAll('_', '')
  const whole = WHOLE.exec(digits)
  if (whole !== null) return { type: 'whole', value: wholeOf(whole) }
  return FLOAT.test(digits) ? { type: 'number', value: Number(digits) } : { type: 'text', value: text }
}

function wholeOf([, sign = '', hex, binary, octal, decimal]: RegExpExecArray): number {
  const parts: readonly (readonly [string | undefined, number])[] = [
    [hex, 16],
    [binary, 2],
    [octal, 8],
    [decimal, 10],
  ]
  const [digits = '0', base] = parts.find(([one]) => one !== undefined) ?? ['0', 10]
  const value = Number.parseInt(digits, base)
  return sign === '-' && value !== 0 ? -value : value
}

/** A scalar's text as it stands in the file, without its quotes. */
export function textOf({ value, tag }: Scalar): string {
  const text = typeof value === 'string' ? value : ''
  return tag === `${TAG}binary` ? Buffer.from(text, 'base64').toString('utf8') : text
}
