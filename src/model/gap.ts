/** The largest gap between neighbours on a circle of circumference 1, round its end; 1 where there is but one, or none. */
export function largestGap(phases: readonly number[]): number {
  const sorted = [...phases].sort((a, b) => a - b)
  const [first = 0] = sorted
  return Math.max(
    ...sorted.map((phase, index) => (sorted[index + 1] ?? first + 1) - phase),
    sorted.length === 0 ? 1 : 0,
  )
}
