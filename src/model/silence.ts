import { DIRECTIONS, type Direction } from './traffic.ts'

const HEAD = 'no window: '

/** A line of `silent`: what theory says of a direction of a flow, or of a session, of which it has no window. */
export const silenceLine = (name: string, direction: Direction | null, because: string): string =>
  `${of(name, direction)}: ${HEAD}${because}`

/** `no window: …` as it was said of exactly this one; undefined: nothing was. A name may be the beginning of another. */
export function silenceOf(lines: readonly string[], name: string, direction: Direction | null): string | undefined {
  const head = `${of(name, direction)}: `
  return lines.find((line) => line.startsWith(`${head}${HEAD}`))?.slice(head.length)
}

/** Of a session, or of a flow in either direction. */
export const isSilentOn = (lines: readonly string[], name: string): boolean =>
  [null, ...DIRECTIONS].some((direction) => silenceOf(lines, name, direction) !== undefined)

const of = (name: string, direction: Direction | null): string => (direction === null ? name : `${name} ${direction}`)
