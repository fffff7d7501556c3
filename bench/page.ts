import { median } from '../src/model/quantile.ts'
import { met, ratio } from './row.ts'
import type { Row } from './row.ts'

/** Above this share others were at work, and a wall clock says more about them than about Backhoe. */
const QUIET = 0.1

/** docs/benchmarks.md. */
export function renderPage(rows: readonly Row[], machine: readonly (readonly [string, string])[]): string {
  const busy = rows.some(isBusy)
  return `${[
    '# Benchmarks',
    'Written by `make bench`: one run on one machine, each row a median of repeats with the least and the largest beside it.',
    machine.map(([name, value]) => `- ${name}: ${value}`).join('\n'),
    table(rows),
    '“Of the aim” is the median over the aim. “Others” is the share of all CPUs that was in use by somebody else just before a repeat, in a run meanwhile; the median of them. Whoever compares two machines, or two days of one, compares the bare start of Node first: most of these rows go with it.',
    ...(busy ? ['**The machine was busy**: rows with more than 10 % in use by others measure those too.'] : []),
    ...rows.flatMap(remark),
  ].join('\n\n')}\n`
}

function remark(row: Row): string[] {
  const said = [row.note, met(row) ? undefined : row.heldUpBy].filter((one) => one !== undefined)
  return said.length === 0 ? [] : [`**${row.what}.** ${said.join(' ')}`]
}

const isBusy = (row: Row): boolean => median(row.othersShare) > QUIET

function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => [
    row.what,
    'atLeast' in row.aim ? `≥ ${quantity(row.aim.atLeast, row.unit)}` : `≤ ${quantity(row.aim.atMost, row.unit)}`,
    `${quantity(median(row.values), row.unit)} (${figure(Math.min(...row.values), row.unit)}–${figure(Math.max(...row.values), row.unit)}, ${String(row.values.length)} repeats)`,
    ratio(row).toFixed(2),
    `${(median(row.othersShare) * 100).toFixed(0)} %`,
    met(row) ? 'met' : '**missed**',
  ])
  const head = ['what', 'aim', 'measured', 'of the aim', 'others', '']
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

const quantity = (value: number, unit: Row['unit']): string =>
  `${figure(value, unit)}${unit === 'x' ? ' ×' : ` ${unit}`}`

const figure = (value: number, unit: Row['unit']): string =>
  unit === 's' ? value.toFixed(2) : value.toFixed(unit === 'x' ? 1 : 0)
