/** A mapping of whatever the file holds. */
export type Mapping = Readonly<Record<string, unknown>>

export const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A key's mapping, or an empty one. */
export function mapping(value: unknown, key: string): Mapping {
  const found = isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined
  return isMapping(found) ? found : {}
}

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** Text as containerlab takes it: a number is one too. Null: none, or an empty one, which inherits. */
export function text(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : null
}
