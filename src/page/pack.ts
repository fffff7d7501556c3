/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/**
 * A value in which whatever occurs twice is stored once. A string is the number of an entry, in base 36; all else is itself. An
 * entry is a text as it is, a list `[-1, …items]`, or an object `[shape, …values]` with the keys of that shape.
 */
export interface Packed {
  readonly shapes: readonly (readonly string[])[]
  readonly entries: readonly (string | readonly (Json | number)[])[]
  readonly value: Json
}

/** Keys whose value is undefined are left out, as JSON does. */
export function pack(value: unknown): Packed {
  const shapes = new Numbered()
  const entries = new Numbered()
  const one = (from: unknown): Json => {
    if (typeof from === 'string') return entries.of(JSON.stringify(from)).toString(36)
    if (typeof from !== 'object' || from === null) return (from ?? null) as Json
    if (Array.isArray(from)) return entries.of(JSON.stringify([-1, ...from.map(one)])).toString(36)
    const some = Object.entries(from).filter(([, inner]) => inner !== undefined)
    const shape = shapes.of(JSON.stringify(some.map(([key]) => key)))
    return entries.of(JSON.stringify([shape, ...some.map(([, inner]) => one(inner))])).toString(36)
  }
  const packed = one(value)
  return { shapes: shapes.all() as Packed['shapes'], entries: entries.all() as Packed['entries'], value: packed }
}

/** Numbers texts in the order in which they come first. */
class Numbered {
  readonly #numbers = new Map<string, number>()

  of(text: string): number {
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    this.#numbers.set(text, this.#numbers.size)
    return this.#numbers.size - 1
  }

  all(): readonly unknown[] {
    return [...this.#numbers.keys()].map((text): unknown => JSON.parse(text))
  }
}

/** What was packed. Equal parts of it are one object. */
export function unpack({ shapes, entries, value }: Packed): unknown {
  const done: unknown[] = []
  const one = (from: Json | number): unknown => {
    if (typeof from !== 'string') return from
    const at = parseInt(from, 36)
    return (done[at] ??= entry(entries[at] ?? ''))
  }
  const entry = (from: Packed['entries'][number]): unknown => {
    if (typeof from === 'string') return from
    const [shape, ...values] = from
    const keys = shapes[shape as number]
    const all = values.map(one)
    return keys === undefined ? all : Object.fromEntries(keys.map((key, at) => [key, all[at]]))
  }
  return one(value)
}
