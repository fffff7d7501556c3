import type { Paint } from './terminal.ts'

/** `━━━━━━╌╌╌╌╌╌`; a share of 1. */
export function bar(share: number, columns: number, p: Paint): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * columns)
  return `${'━'.repeat(full)}${p.dim('╌'.repeat(columns - full))}`
}

/** `12 s`, `3 min`, `2.5 h`: as exact as an estimate is. */
export function roughly(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000))
  if (seconds < 90) return `${String(seconds)} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `${String(minutes)} min` : `${String(Math.round(minutes / 6) / 10)} h`
}
