/** Nanoseconds, an integer. Instants count from the agent's start on the lab's clock. */
export type Ns = number

/** A time with its unit: `'200ms'`, `'1.5s'`. */
export type DurationText = `${number}${'ns' | 'us' | 'ms' | 's' | 'min' | 'h'}`

const NS_PER_UNIT: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  ms: 1e6,
  s: 1e9,
  min: 60e9,
  h: 3600e9,
}

/** Nanoseconds of a duration text, or null where it is none. */
export function parseDuration(text: string): Ns | null {
  const match = /^(\d+(?:\.\d+)?)\s*(ns|us|ms|s|min|h)$/.exec(text.trim())
  const unit = match?.[2]
  if (match?.[1] === undefined || unit === undefined) return null
  const ns = Math.round(Number(match[1]) * (NS_PER_UNIT[unit] ?? Number.NaN))
  return Number.isSafeInteger(ns) ? ns : null
}

export const ms = (value: number): Ns => Math.round(value * 1e6)
export const seconds = (value: number): Ns => Math.round(value * 1e9)
/** `2s`, as options take it. */
export const inSeconds = (ns: Ns): DurationText => `${ns / 1e9}s`
export const toMs = (ns: Ns): number => ns / 1e6

/** `2.61 s`, `48 ms`, `20 us`: three digits at most, for people. */
export function formatNs(ns: Ns): string {
  const size = Math.abs(ns)
  if (size >= 60e9 && size % 60e9 === 0) return `${String(ns / 60e9)} min`
  if (size >= 1e9) return `${trim(ns / 1e9)} s`
  if (size >= 1e6) return `${trim(ns / 1e6)} ms`
  if (size >= 1e3) return `${trim(ns / 1e3)} us`
  return `${String(ns)} ns`
}

function trim(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return String(Number(value.toFixed(digits)))
}
