import type { Ns } from '../../../model/time.ts'

/** What lasted, as one lane of a trace shows it. */
export interface Slice {
  readonly name: string
  readonly category: string
  readonly fromNs: Ns
  readonly toNs: Ns
  readonly args: Readonly<Record<string, unknown>>
}

/**
 * Slices of one lane must follow one another or lie one in the other, else a viewer drops some of them: what overlaps in part gets a row of
 * its own. Each row is in the order in which its slices begin, the outer one first.
 */
export function rowsOf(slices: readonly Slice[]): Slice[][] {
  const rows: { readonly all: Slice[]; readonly open: Slice[] }[] = []
  for (const slice of slices.toSorted((a, b) => a.fromNs - b.fromNs || b.toNs - a.toNs)) {
    const row = rows.find(({ open }) => {
      close(open, slice.fromNs)
      return (open.at(-1)?.toNs ?? Infinity) >= slice.toNs
    })
    if (row === undefined) rows.push({ all: [slice], open: [slice] })
    else {
      row.all.push(slice)
      row.open.push(slice)
    }
  }
  return rows.map(({ all }) => all)
}

/** Takes those away that are over, the innermost first. */
export function close(open: Slice[], atNs: Ns): Slice[] {
  const closed: Slice[] = []
  for (let last = open.at(-1); last !== undefined && last.toNs <= atNs; last = open.at(-1)) {
    closed.push(last)
    open.pop()
  }
  return closed
}
