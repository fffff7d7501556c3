/*
 * The room of words: what people write becomes values, and what they wrote wrongly becomes problems.
 * It owns the one reader of options (`Parameters`), the codes and texts of its problems, the place of a call and of a key in it, and the
 * name that was most likely meant.
 * It never knows what an option is for: which ones there are, their ranges and their defaults stand where they are used.
 * Begin here: `Parameters`, below. `kinds.ts` has the kinds of values and their codes, `nearest.ts` suggests a name, `callsite.ts` and
 * `locate.ts` find the line, `shown.ts` quotes a value, `site.ts` and `risk.ts` read what a lab names of its topology.
 */
import { throwProblems, type Problem } from '../model/problem.ts'
import { isRecord } from '../model/record.ts'
import { parseDuration, type DurationText, type Ns } from '../model/time.ts'
import { CallSite } from './callsite.ts'
import * as kinds from './kinds.ts'
import type { Kind, TimeRange, WholeRange } from './kinds.ts'
import { remedyFor, suggested } from './nearest.ts'
import { asText, shown } from './shown.ts'

/** What a name is called that a user may give: of a generator or a node, of a fault, of a lab. It ends the codes of unknown and missing ones. */
type Noun = 'parameter' | 'option' | 'key'

interface Within {
  readonly site: CallSite
  readonly noun: Noun
  /** Keys from the call's argument to this object. */
  readonly keys: readonly string[]
  /** How texts begin the names of this object: `slot.`. */
  readonly path: string
}

/** In place of a default: the value must be given. */
type Required = 'required'

/**
 * Reads what a user gave, name by name, and keeps every problem with the line of the user's call. A bad value yields its default, so
 * that reading goes on and all problems come out at once; without a default it yields undefined, as an absent one does.
 * `null` is given, and wrong: only what is undefined is absent.
 */
export class Parameters {
  readonly problems: Problem[]
  readonly site: CallSite
  /** What is read, for people. */
  readonly of: string
  readonly #within: Within
  readonly #given: Readonly<Record<string, unknown>>
  readonly #read = new Set<string>()

  /** `of`: `gatewayPair`, `bond0 of host`. */
  constructor(of: string, given: unknown, problems: Problem[] = [], within: Partial<Within> = {}) {
    this.problems = problems
    this.#within = { site: within.site ?? new CallSite(), noun: 'parameter', keys: [], path: '', ...within }
    this.site = this.#within.site
    this.of = of
    this.#given = isRecord(given) ? given : {}
    if (given === undefined || isRecord(given)) return
    const what = this.#within.path === '' ? `the options of ${of} are` : `${this.subject} is`
    this.problem('not-options', `${what} ${shown(given)}`, { allowed: 'an object' })
  }

  /** At the place of the parameter of that name, or of the call. */
  problem(code: string, what: string, more: Pick<Problem, 'allowed' | 'next'> = {}, ...names: readonly string[]): void {
    this.add({ code, what, ...more }, ...names)
  }

  /** The same; a problem that has a place keeps it. */
  add(problem: Problem, ...names: readonly string[]): void {
    const where = problem.where ?? this.where(...names)
    this.problems.push({ ...problem, ...(where === undefined ? {} : { where }) })
  }

  /** The place of a name in this object, or of this object. */
  where(...names: readonly string[]): string | undefined {
    return this.site.at(...this.#within.keys, ...names)
  }

  /** As it was given, of any type. */
  raw(name: string): unknown {
    this.#read.add(name)
    return this.#given[name]
  }

  has(name: string): boolean {
    return this.raw(name) !== undefined
  }

  duration(name: string, fallback: DurationText | Required, range?: TimeRange): Ns
  duration(name: string, fallback?: undefined, range?: TimeRange): Ns | undefined
  duration(name: string, fallback?: DurationText | Required, range: TimeRange = {}): Ns | undefined {
    const example = fallback === 'required' ? undefined : fallback
    const standard =
      fallback === 'required' ? fallback : fallback === undefined ? fallback : (parseDuration(fallback) ?? 0)
    const ns = this.#value(name, kinds.duration(range, example), standard, 0)
    if (range.whole === undefined || ns === undefined || ns % kinds.UNITS[range.whole] === 0) return ns
    this.problem('too-fine', this.describe(name), { allowed: `whole ${range.whole}` }, name)
    return standard === 'required' ? 0 : standard
  }

  integer(name: string, fallback: number | Required, range: WholeRange): number
  integer(name: string, fallback: undefined, range: WholeRange): number | undefined
  integer(name: string, fallback: number | Required | undefined, range: WholeRange): number | undefined {
    return this.#value(name, kinds.wholeNumber(range), fallback, range.min)
  }

  boolean(name: string, fallback: boolean): boolean {
    return this.#value(name, kinds.truth, fallback) ?? fallback
  }

  oneOf<const Choice extends string | number>(name: string, fallback: Choice, choices: readonly Choice[]): Choice
  oneOf<const Choice extends string | number>(
    name: string,
    fallback: undefined,
    choices: readonly Choice[],
  ): Choice | undefined
  oneOf<const Choice extends string | number>(
    name: string,
    fallback: Choice | undefined,
    choices: readonly Choice[],
  ): Choice | undefined {
    if (!this.has(name)) return fallback
    const found = choices.find((one) => one === this.#given[name])
    if (found !== undefined) return found
    this.problem('bad-choice', this.describe(name), remedyFor(asText(this.#given[name]), choices.map(String)), name)
    return fallback
  }

  text(name: string): string | undefined {
    return this.#value(name, kinds.text)
  }

  /** Without prefix length. */
  ipv4(name: string, fallback: Required): string
  ipv4(name: string): string | undefined
  ipv4(name: string, fallback?: Required): string | undefined {
    return this.#value(name, kinds.ipv4, fallback, '')
  }

  /** Percent of `'2%'`: above 0, at most 100. */
  percent(name: string, fallback?: Required): number | undefined {
    return this.#value(name, kinds.percent, fallback)
  }

  /** Above 0 and below 1. */
  share(name: string): number | undefined {
    return this.#value(name, kinds.share)
  }

  /** Kilobits a second of `'10mbit'`. */
  rateKbit(name: string): number | undefined {
    return this.#value(name, kinds.rateKbit)
  }

  /** A number with its unit, as `'100pps'`; both ends of the range are allowed. */
  quantity(name: string, fallback: number, unit: 'pps' | 'kbit' | 'B', [min, max]: readonly [number, number]): number {
    return this.#value(name, kinds.quantity(unit, min, max), fallback) ?? fallback
  }

  #value<Value>(name: string, kind: Kind<Value>, fallback?: Value | Required, instead?: Value): Value | undefined {
    const standard = fallback === 'required' ? instead : fallback
    if (!this.has(name)) {
      if (fallback === 'required')
        this.problem(`missing-${this.#within.noun}`, this.describe(name), { allowed: kind.allowed })
      return standard
    }
    const value = kind.read(this.#given[name])
    if (value !== null && kind.holds?.(value) !== false) return value
    const code = value === null ? kind.code : (kind.codeOfRange ?? 'out-of-range')
    this.problem(code, this.describe(name), { allowed: kind.allowed }, name)
    return standard
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
  integers(name: string, range: WholeRange & { readonly max: number }): readonly number[] {
    const kind = kinds.wholeNumber(range)
    const allowed = `whole numbers from ${String(range.min)} to ${String(range.max)}`
    return this.list(name).filter((item): item is number => {
      const value = kind.read(item)
      if (value !== null && kind.holds?.(value) === true) return true
      const code = value === null ? kind.code : (kind.codeOfRange ?? 'out-of-range')
      this.problem(code, `${this.called(name)} holds ${shown(item)}`, { allowed }, name)
      return false
    })
  }

  /** The names that were given, where any name may be. */
  given(): readonly string[] {
    return Object.keys(this.#given)
  }

  list(name: string): readonly unknown[] {
    return this.#value(name, kinds.list) ?? []
  }

  /** An object in the object, with the same problems and place. `of`: what it is called, if it has a name of its own. */
  inner(name: string, of?: string): Parameters {
    return this.#below(this.raw(name), name, `${name}.`, of)
  }

  /** The same for each item of a list of objects; `isOne`: in a list that holds other things, too. */
  inners(name: string, isOne: (item: unknown) => boolean = () => true): readonly Parameters[] {
    return this.list(name).flatMap((item, position) =>
      isOne(item) ? [this.#below(item, name, `${name}[${String(position)}].`)] : [],
    )
  }

  #below(given: unknown, key: string, path: string, of?: string): Parameters {
    return new Parameters(of ?? this.of, given, this.problems, {
      ...this.#within,
      keys: [...this.#within.keys, key],
      path: of === undefined ? `${this.#within.path}${path}` : '',
    })
  }

  /** Reports every name that was given and never asked for: call it last. `meant` has names of other systems, and ours for each. */
  rejectUnknown(meant: Readonly<Record<string, string>> = {}): void {
    for (const name of Object.keys(this.#given)) {
      if (this.#read.has(name)) continue
      const known = [...this.#read]
      const ours = Object.hasOwn(meant, name) ? suggested(meant[name] ?? '') : {}
      this.problem(
        `unknown-${this.#within.noun}`,
        `${this.of} has no ${this.#within.noun} '${this.#within.path}${name}'`,
        { ...remedyFor(name, known), ...ours },
        name,
      )
    }
  }

  /** `gatewayPair`, or of an object in it `slot of gatewayPair`. */
  get subject(): string {
    const { path } = this.#within
    return path === '' ? this.of : `${path.slice(0, -1)} of ${this.of}`
  }

  /** `advertInterval of gatewayPair is '200ms'`: how problems begin. */
  describe(name: string): string {
    return `${this.called(name)} is ${shown(this.#given[name])}`
  }

  /** `advertInterval of gatewayPair`. */
  called(name: string): string {
    return `${this.#within.path}${name} of ${this.of}`
  }

  throwProblems(): void {
    throwProblems(this.problems)
  }
}
