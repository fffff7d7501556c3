/*
 * What an author wrote where another type was asked for: a lab runs without type checks.
 */
const LONGEST = 80

/** A value as its author wrote it, for an error: `'0pps'`, `NaN`, `a list`. */
export function shown(value: unknown): string {
  if (value === undefined) return 'missing'
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object'
  const plain = value as number | boolean | null
  return String(plain)
}

/** A text between quotes, on one line, of bounded length, and without what a terminal would obey. */
export function quoted(text: string): string {
  const characters = Array.from(text)
  const short = characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}…` : text
  return `'${short.replaceAll(/['\\]/g, String.raw`\$&`).replaceAll(/[\p{C}\u2028\u2029]/gu, escape)}'`
}

function escape(character: string): string {
  if (character === '\n') return String.raw`\n`
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}

/** What is no text is an empty one, which is refused where a name is asked for. */
export const asText = (value: unknown): string => (typeof value === 'string' ? value : '')
