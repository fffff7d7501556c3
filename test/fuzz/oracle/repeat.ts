import type { Oracle } from './finding.ts'

/** A trial that is run again is the same to the nanosecond. */
export const repeat: Oracle = ({ trials: [first], again }) => {
  if (again === null || first === undefined || first.journal === again.journal) return []
  const [one, other] = [first, again].map(({ journal }) => journal.split('\n'))
  const at = one?.findIndex((line, number) => line !== other?.[number]) ?? 0
  const text = `line ${at + 1}: ${one?.[at]?.slice(0, 200) ?? ''} | ${other?.[at]?.slice(0, 200) ?? ''}`
  return [{ kind: 'repeat', trial: again.index, text }]
}
