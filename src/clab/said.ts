const LONGEST = 60

/** Words of a file that nobody should trust, no longer than a line. */
export const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)

/** A value of a file in a sentence. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(cut(value))
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value)
  return value === undefined ? 'missing' : Array.isArray(value) ? 'a list' : 'a mapping'
}
