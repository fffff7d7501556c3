/*
 * The room of words: what people write becomes values, and what they wrote wrongly becomes problems.
 * It owns the one reader of options (`Parameters`), the codes and texts of its problems, the place of a call and of a key in it, and the
 * name that was most likely meant.
 * It never knows what an option is for: which ones there are, their ranges and their defaults stand where they are used.
 * Begin here: `Parameters`, below. `nearest.ts` suggests a name, `callsite.ts` and `locate.ts` find the line, `shown.ts` quotes a value,
 * `site.ts` and `risk.ts` read what a lab names of its topology.
 */
import { CallSite } from './callsite.ts'
import { throwProblems, type Problem } from '../model/problem.ts'
import { remedyFor, suggested } from './nearest.ts'
import { isRecord } from '../model/record.ts'
import { shown } from './shown.ts'
import { formatNs, parseDuration, type DurationText, type Ns } from '../model/time.ts'

/**
 * Reads what a user gave, name by name, and keeps every problem with the line of the user's call.
 * A bad value yields its default, so that reading goes on and all problems come out at once.
 */
export class Parameters {
  readonly problems: Problem[]
  readonly site: CallSite
  readonly #of: string
  readonly #path: string
  readonly #given: Readonly<Record<string, unknown>>
  readonly #read = new Set<string>()

  /** `of` says what is read, for people: `gatewayPair`, `bond0 of host`. */
  constructor(of: string, given: unknown, problems: Problem[] = [], site = new CallSite(), path = '') {
    this.problems = problems
    this.site = site
    this.#of = of
    this.#path = path
    this.#given = isRecord(given) ? given : {}
    if (given !== undefined && !isRecord(given))
      this.problem('bad-parameter', `${path === '' ? of : `${path.slice(0, -1)} of ${of}`} is ${shown(given)}`, {
        allowed: 'an object',
      })
  }

  /** At the place of the parameter of that name, or of the call. */
  problem(code: string, what: string, more: Pick<Problem, 'allowed' | 'next'> = {}, ...names: readonly string[]): void {
    const above = this.#path.split('.').map((key) => key.replace(/\[\d+\]$/, ''))
    const where = this.site.at(...[...above, ...names].filter((key) => key !== ''))
    this.problems.push({ code, what, ...(where === undefined ? {} : { where }), ...more })
  }

  /** As it was given, of any type. */
  raw(name: string): unknown {
    this.#read.add(name)
    return this.#given[name]
  }

  has(name: string): boolean {
    this.#read.add(name)
    return this.#given[name] !== undefined
  }

  /** A time; between `min` and `max`, both allowed; without `min` it must be more than zero. */
  duration(name: string, fallback: DurationText, range: { readonly min?: Ns; readonly max?: Ns } = {}): Ns {
    const standard = parseDuration(fallback) ?? 0
    if (!this.has(name)) return standard
    const value = this.#given[name]
    const ns = typeof value === 'string' ? parseSigned(value) : null
    const allowed = `${range.min === undefined ? 'more than 0' : `from ${formatNs(range.min)}`}${range.max === undefined ? '' : ` up to ${formatNs(range.max)}`}, for example '${fallback}'`
    if (ns === null) {
      this.problem('bad-duration', `${this.called(name)} is ${shown(value)}, which is no duration`, { allowed }, name)
      return standard
    }
    if (ns < (range.min ?? 1) || ns > (range.max ?? Infinity)) {
      this.problem('out-of-range', this.describe(name), { allowed }, name)
      return standard
    }
    return ns
  }

  integer(
    name: string,
    fallback: number,
    range: { readonly min: number; readonly max: number; readonly code?: string },
  ): number {
    if (!this.has(name)) return fallback
    const value = this.#given[name]
    if (typeof value === 'number' && Number.isInteger(value) && value >= range.min && value <= range.max) return value
    this.problem(
      range.code ?? 'out-of-range',
      this.describe(name),
      {
        allowed: `a whole number from ${String(range.min)} to ${String(range.max)}`,
      },
      name,
    )
    return fallback
  }

  boolean(name: string, fallback: boolean): boolean {
    if (!this.has(name)) return fallback
    const value = this.#given[name]
    if (typeof value === 'boolean') return value
    this.problem('bad-parameter', this.describe(name), { allowed: 'true or false' }, name)
    return fallback
  }

  oneOf<const Choice extends string | number>(name: string, fallback: Choice, choices: readonly Choice[]): Choice {
    if (!this.has(name)) return fallback
    const value = this.#given[name]
    const found = choices.find((choice) => choice === value)
    if (found !== undefined) return found
    this.problem('bad-parameter', this.describe(name), { allowed: choices.join(', ') }, name)
    return fallback
  }

  text(name: string): string | undefined {
    if (!this.has(name)) return undefined
    const value = this.#given[name]
    if (typeof value === 'string') return value
    this.problem('bad-parameter', this.describe(name), { allowed: 'a text' }, name)
    return undefined
  }

  /** An object of this class; undefined: it is something else. */
  is<Value>(name: string, kind: new (...given: never[]) => Value): Value | undefined {
    const value = this.has(name) ? this.#given[name] : undefined
    return value instanceof kind ? value : undefined
  }

  /** A text, or the name of a thing that has one. */
  named(name: string): string | undefined {
    const value = this.#given[name]
    if (isRecord(value) && typeof value.name === 'string') {
      this.#read.add(name)
      return value.name
    }
    return this.text(name)
  }

  /** A list of texts; things with a `name` (ports, virtual routers) stand for their name. */
  names(name: string): readonly string[] {
    return this.namesOf(name, this.list(name))
  }

  /** Of some items of a list. */
  namesOf(name: string, items: readonly unknown[]): readonly string[] {
    return items.flatMap((item) => {
      if (typeof item === 'string') return [item]
      if (isRecord(item) && typeof item.name === 'string') return [item.name]
      this.problem('bad-parameter', `${this.called(name)} holds ${shown(item)}`, { allowed: 'a list of names' }, name)
      return []
    })
  }

  /** A list of whole numbers. */
  integers(
    name: string,
    range: { readonly min: number; readonly max: number; readonly code?: string },
  ): readonly number[] {
    return this.list(name).filter((value): value is number => {
      if (typeof value === 'number' && Number.isInteger(value) && value >= range.min && value <= range.max) return true
      this.problem(
        range.code ?? 'out-of-range',
        `${this.called(name)} holds ${shown(value)}`,
        {
          allowed: `whole numbers from ${String(range.min)} to ${String(range.max)}`,
        },
        name,
      )
      return false
    })
  }

  /** The names that were given, where any name may be. */
  given(): readonly string[] {
    return Object.keys(this.#given)
  }

  list(name: string): readonly unknown[] {
    if (!this.has(name)) return []
    const value = this.#given[name]
    if (Array.isArray(value)) return value as readonly unknown[]
    this.problem('bad-parameter', this.describe(name), { allowed: 'a list' }, name)
    return []
  }

  /** An object in the object, with the same problems and place. */
  inner(name: string): Parameters {
    this.#read.add(name)
    return new Parameters(this.#of, this.#given[name], this.problems, this.site, `${this.#path}${name}.`)
  }

  /** The same for each item of a list of objects; `isOne`: in a list that holds other things, too. */
  inners(name: string, isOne: (item: unknown) => boolean = () => true): readonly Parameters[] {
    return this.list(name).flatMap((item, position) =>
      isOne(item)
        ? [new Parameters(this.#of, item, this.problems, this.site, `${this.#path}${name}[${String(position)}].`)]
        : [],
    )
  }

  /** Reports every name that was given and never asked for: call it last. `meant` has names of other systems, and ours for each. */
  rejectUnknown(meant: Readonly<Record<string, string>> = {}): void {
    for (const name of Object.keys(this.#given)) {
      if (this.#read.has(name)) continue
      const known = [...this.#read]
      const ours = Object.hasOwn(meant, name) ? suggested(meant[name] ?? '') : {}
      this.problem(
        'unknown-parameter',
        `${this.#of} has no parameter '${this.#path}${name}'`,
        { ...remedyFor(name, known), ...ours },
        name,
      )
    }
  }

  /** `advertInterval of gatewayPair is '200ms'`: how problems begin. */
  describe(name: string): string {
    return `${this.called(name)} is ${shown(this.#given[name])}`
  }

  /** `advertInterval of gatewayPair`. */
  called(name: string): string {
    return `${this.#path}${name} of ${this.#of}`
  }

  throwProblems(): void {
    throwProblems(this.problems)
  }
}

/** Below zero is a duration too, only never an allowed one. */
function parseSigned(text: string): Ns | null {
  if (!text.startsWith('-')) return parseDuration(text)
  const ns = parseDuration(text.slice(1))
  return ns === null ? null : -ns
}
