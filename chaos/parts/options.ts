import type { CallSite } from '../../src/words/callsite.ts'
import type { Problem } from '../../src/model/problem.ts'
import { remedyFor } from '../../src/words/nearest.ts'
import { isRecord } from '../../src/model/record.ts'
import { shown } from '../../src/words/shown.ts'
import { formatNs, parseDuration, type Ns } from '../../src/model/time.ts'

const KBIT_PER_UNIT: Readonly<Record<string, number>> = { kbit: 1, mbit: 1e3, gbit: 1e6 }

/**
 * Reads a fault's options and collects what is wrong with them, so that all is told at once.
 * Every reader returns undefined where the option is absent or wrong.
 */
export class Options {
  readonly problems: Problem[] = []
  readonly #fault: string
  readonly #site: CallSite
  readonly #values: Readonly<Record<string, unknown>>
  readonly #within: readonly string[]

  /** `values` is what a user gave, whatever that is: a lab runs without type checks. `within`: the option that holds them. */
  constructor(
    fault: string,
    site: CallSite,
    values: unknown,
    known: readonly string[],
    within: readonly string[] = [],
  ) {
    this.#fault = fault
    this.#within = within
    this.#site = site
    this.#values = isRecord(values) ? values : {}
    if (!isRecord(values)) {
      this.refuse('not-options', `its options are ${shown(values)}`, { allowed: `{ ${known.join(', ')} }` })
    }
    for (const name of Object.keys(this.#values)) {
      if (known.includes(name)) continue
      this.refuse('unknown-option', `has no option ${name}`, remedyFor(name, known), name)
    }
  }

  /** At the place of the option that the path of keys names. */
  refuse(
    code: string,
    what: string,
    hint: { readonly allowed?: string; readonly next?: string } = {},
    ...path: readonly string[]
  ): void {
    const where = this.#site.at(...this.#within, ...path)
    this.problems.push({ code, what: `${this.#fault}: ${what}`, ...(where === undefined ? {} : { where }), ...hint })
  }

  value(name: string): unknown {
    return this.#values[name]
  }

  /** What an option holds that is an object, with problems of its own. */
  inner(name: string, known: readonly string[]): Options {
    return new Options(`${this.#fault}: ${name}`, this.#site, this.#values[name], known, [...this.#within, name])
  }

  /** A positive duration. */
  duration(name: string): Ns | undefined {
    const value = this.#values[name]
    if (value === undefined) return undefined
    const ns = typeof value === 'string' ? parseDuration(value) : null
    if (ns !== null && ns > 0) return ns
    this.refuse(
      'bad-duration',
      `${name} is ${shown(value)}`,
      {
        allowed: "a time above zero with its unit, like '200ms'",
      },
      name,
    )
    return undefined
  }

  /** Percent of `'2%'`: above 0, at most 100. */
  percent(name: string, value: unknown = this.#values[name]): number | undefined {
    if (value === undefined) return undefined
    const match = typeof value === 'string' ? /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(value) : null
    const percent = Number(match?.[1])
    if (percent > 0 && percent <= 100) return percent
    this.refuse(
      'bad-percent',
      `${name} is ${shown(value)}`,
      { allowed: "above 0% and at most 100%, like '2%'" },
      ...name.split('.'),
    )
    return undefined
  }

  /** Above 0 and below 1. */
  share(name: string): number | undefined {
    const value = this.#values[name]
    if (value === undefined) return undefined
    if (typeof value === 'number' && value > 0 && value < 1) return value
    this.refuse('bad-share', `${name} is ${shown(value)}`, { allowed: 'above 0 and below 1, like 0.5' }, name)
    return undefined
  }

  /** Kilobits a second of `'10mbit'`. */
  rateKbit(name: string): number | undefined {
    const value = this.#values[name]
    if (value === undefined) return undefined
    const match = typeof value === 'string' ? /^\s*(\d+(?:\.\d+)?)\s*([kmg]bit)\s*$/.exec(value) : null
    const kbit = Math.round(Number(match?.[1]) * (KBIT_PER_UNIT[match?.[2] ?? ''] ?? Number.NaN))
    if (kbit > 0) return kbit
    this.refuse('bad-rate', `${name} is ${shown(value)}`, { allowed: "at least 1kbit, like '10mbit'" }, name)
    return undefined
  }

  /** A whole number from `lowest` on. */
  count(name: string, lowest: number, highest = Number.MAX_SAFE_INTEGER): number | undefined {
    const value = this.#values[name]
    if (value === undefined) return undefined
    if (Number.isSafeInteger(value) && Number(value) >= lowest && Number(value) <= highest) return Number(value)
    const range =
      highest === Number.MAX_SAFE_INTEGER ? `from ${String(lowest)}` : `from ${String(lowest)} to ${String(highest)}`
    this.refuse('bad-number', `${name} is ${shown(value)}`, { allowed: `a whole number ${range}` }, name)
    return undefined
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const value = this.#values[name]
    if (value === undefined) return undefined
    const found = choices.find((choice) => choice === value)
    if (found === undefined)
      this.refuse('bad-choice', `${name} is ${shown(value)}`, { allowed: choices.join(', ') }, name)
    return found
  }
}

export const percentText = (percent: number): string => `${String(Number(percent.toPrecision(4)))} %`
export const durationText = formatNs
