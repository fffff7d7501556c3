import type { BarKind } from './lane.ts'

/** Classes of the style sheet: of a bar, and of what is written in it. */
export const BAR_KIND: Readonly<Record<BarKind, string>> = {
  fault: 's-fault',
  theory: 's-theory',
  missed: 's-missed',
  bad: 's-bad',
  arrived: 's-arr',
  carries: 's-seg',
  waits: 's-seg2',
}

export const BAR_INK: Readonly<Record<BarKind, string>> = {
  fault: 't-fault',
  theory: 't-theory',
  missed: 't-paper',
  bad: 't-missed',
  arrived: 't-paper',
  carries: 't-seg',
  waits: 't-seg2',
}
