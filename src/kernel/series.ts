/** The series that we have a configuration and a patch for, best first. */
export const SERIES = ['7.3', '6.12'] as const

export type KernelSeries = (typeof SERIES)[number]

/** `7.3.4` → `7.3`. */
export function seriesOf(release: string): string {
  return /^\d+\.\d+/.exec(release)?.[0] ?? release
}
