import { median } from '../src/model/quantile.ts'
import { inStarts, met, ratio } from './row.ts'
import type { Row } from './row.ts'

/** Above this share others were at work, and a wall clock says more about them than about Backhoe. */
const QUIET = 0.1

/** docs/benchmarks.md. `startMs`: what a bare start of Node took in this run. */
export function renderPage(
  rows: readonly Row[],
  machine: readonly (readonly [string, string])[],
  startMs: number,
): string {
  const busy = rows.some(isBusy)
  return `${[
    '# Benchmarks',
    'Written by `make bench`: one run on one machine, each row a median of repeats with the least and the largest beside it.',
    machine.map(([name, value]) => `- ${name}: ${value}`).join('\n'),
    table(rows, startMs),
    '“Of the aim” is the median over the aim. “Others” is the share of all CPUs that was in use by somebody else just before a repeat, in a run meanwhile; the median of them. “In starts” is the median in bare starts of Node in this run, for a speed the laboratory seconds in the time of one: between two machines, or two days of one, that is what to compare.',
    '“Events” are the system calls and faults (new pages, mostly) of the programs of one trial, the lab’s first with seed 1. They are what a guest costs, and repeat to the unit on any machine, however busy: a change of the agent or the kernel shows there first.',
    ...(busy ? ['**The machine was busy**: rows with more than 10 % in use by others measure those too.'] : []),
    ...rows.flatMap(remark),
  ].join('\n\n')}\n`
}

function remark(row: Row): string[] {
  const said = [row.note, met(row) ? undefined : row.heldUpBy].filter((one) => one !== undefined)
  return said.length === 0 ? [] : [`**${row.what}.** ${said.join(' ')}`]
}

const isBusy = (row: Row): boolean => median(row.othersShare) > QUIET

function table(rows: readonly Row[], startMs: number): string {
  const lines = rows.map((row) => [
    row.what,
    'atLeast' in row.aim ? `≥ ${quantity(row.aim.atLeast, row.unit)}` : `≤ ${quantity(row.aim.atMost, row.unit)}`,
    `${quantity(median(row.values), row.unit)} (${figure(Math.min(...row.values), row.unit)}–${figure(Math.max(...row.values), row.unit)}, ${String(row.values.length)} repeats)`,
    ratio(row).toFixed(2),
    inStarts(row, startMs).toPrecision(3),
    row.events?.toLocaleString('en') ?? '',
    `${(median(row.othersShare) * 100).toFixed(0)} %`,
    met(row) ? 'met' : '**missed**',
  ])
  const head = ['what', 'aim', 'measured', 'of the aim', 'in starts', 'events', 'others', '']
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

const quantity = (value: number, unit: Row['unit']): string =>
  `${figure(value, unit)}${unit === 'x' ? ' ×' : ` ${unit}`}`

const figure = (value: number, unit: Row['unit']): string => value.toFixed(unit === 'x' ? 1 : 2)
