import { formatNs } from './time.ts'

/** Why something is so, as data. Programs read `rule` and `values`; `reasonText` makes the sentence for people. */
export interface Reason {
  /** Which rule it is an instance of: `link-monitor`. A name that stays, whatever becomes of its words. */
  readonly rule: string
  /** The sentence, with the name of a value in braces: `{bond} looks at carrier every {everyNs}`. */
  readonly words: string
  /** By name; of a time the name ends with `Ns`. */
  readonly values: Readonly<Record<string, ReasonValue>>
  /** RFC clause or kernel function. Absent: it needs none, or what it is part of has it. */
  readonly source?: string
  /** Names of the timers that decide. Absent: none does, or what it is part of has them. */
  readonly timers?: readonly string[]
}

export type ReasonValue = string | number | Reason | readonly Reason[]

type Named = Readonly<Record<string, ReasonValue>>

/**
 * A reason, written as its sentence. Each value stands in it with its name: ``reason('link-monitor')`every ${{ everyNs }}` ``.
 * Of several reasons in one value the sentence has all, joined by semicolons.
 */
export const reason =
  (rule: string, of: Pick<Reason, 'source' | 'timers'> = {}) =>
  (texts: TemplateStringsArray, ...named: readonly Named[]): Reason => ({
    rule,
    words: texts.map((text, at) => `${text}${placeholders(named[at])}`).join(''),
    values: Object.assign({}, ...named) as Named,
    ...of,
  })

const placeholders = (named: Named = {}): string =>
  Object.keys(named)
    .map((name) => `{${name}}`)
    .join('')

/** What has its words and nothing more: a text of an older version, or one that was made elsewhere. */
export const worded = (text: string): Reason => reason('worded')`${{ text }}`

/** The sentence. */
export const reasonText = ({ words, values }: Reason): string =>
  words.replaceAll(/\{(\w+)\}/g, (_, name: string) => valueText(name, values[name] ?? ''))

function valueText(name: string, value: ReasonValue): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return /Ns$/.test(name) ? formatNs(value) : String(value)
  return 'rule' in value ? reasonText(value) : value.map(reasonText).join('; ')
}

/** Each sentence once, in their order. */
export const distinctReasons = (reasons: readonly Reason[]): readonly Reason[] => [
  ...new Map(reasons.map((one) => [reasonText(one), one])).values(),
]

/** Of one it is that one; of several the sentence has each once. */
export function joinedReasons(reasons: readonly Reason[]): Reason {
  const distinct = distinctReasons(reasons)
  const [first, ...others] = distinct
  return first !== undefined && others.length === 0 ? first : reason('several')`${{ reasons: distinct }}`
}

/** Why there is none, where a value was asked for. */
export const isReason = (value: object): value is Reason => 'rule' in value
