import asciichart from 'asciichart'
import { formatNs } from '../model/time.ts'
import type { Ns } from '../model/time.ts'
import { clip } from './text.ts'
import type { Page, Style } from './text.ts'

/** One outage a trial, and what it is held against. */
export interface Distribution {
  readonly outagesNs: readonly Ns[]
  /** Top and floor of the window; null where theory is silent. */
  readonly window: { readonly lowNs: Ns; readonly highNs: Ns | null } | null
  readonly boundsNs: readonly Ns[]
}

const ROWS = 9
const LABEL = 13
const LEGEND = 22

interface Layer {
  readonly values: readonly Ns[]
  readonly level: string
  readonly style: Style
  /** Said at the right end of the line. */
  readonly legend: string
}

/** The trials' outages, sorted, as a rising line, with the window and the bound drawn across. */
export function renderDistribution(distribution: Distribution, page: Page): string[] {
  const columns = page.width - LABEL - LEGEND
  const curve = spread(
    [...distribution.outagesNs].sort((a, b) => a - b),
    columns,
  )
  const layers = layersOf(distribution, curve)
  const all = layers.flatMap((layer) => layer.values)
  const top = Math.max(...all)
  const floor = Math.min(...all)
  // From zero where that costs little room; else from a little below the lowest line.
  const min = floor < top / 2 || floor === top ? 0 : floor - (top - floor) / 8
  const max = Math.max(top, 1)
  const grids = layers.map((layer) => gridOf(layer, { min, max }))
  const last = (grids[0]?.length ?? 1) - 1
  return Array.from({ length: last + 1 }, (_, row) => {
    // A line lies on the nearest row: the axis then has the line's own value, and not that of the row.
    const [line] = legendsOf(row, layers, grids)
    const label = formatNs(line?.ns ?? Math.round(max - (row * (max - min)) / last)).padStart(LABEL - 1)
    return `${page.paint('dim', label)} ${rowText(row, layers, grids, page)}`
  })
}

/** What is written beside a row: the lines across that lie on it, a bound first. */
function legendsOf(
  row: number,
  layers: readonly Layer[],
  grids: readonly string[][][],
): readonly { readonly ns: Ns; readonly style: Style; readonly text: string }[] {
  const found = layers.flatMap(({ legend, style, values: [ns = 0] }, index) => {
    const drawn = grids[index]?.[row]?.slice(1).some((cell) => cell !== ' ') === true
    return drawn && legend !== '' ? [{ ns, style, text: `${legend} ${formatNs(ns)}` }] : []
  })
  return found.toReversed()
}

function layersOf({ window, boundsNs, outagesNs }: Distribution, curve: readonly Ns[]): Layer[] {
  const across = (ns: Ns, level: string, style: Style, legend: string): Layer => ({
    values: curve.map(() => ns),
    level,
    style,
    legend,
  })
  const reach = Math.max(...outagesNs, window?.highNs ?? 0, window?.lowNs ?? 0) * 4
  return [
    ...(window === null ? [] : [across(window.lowNs, '┄', 'cyan', 'window from')]),
    ...(window?.highNs == null ? [] : [across(window.highNs, '┄', 'cyan', 'window to')]),
    // A bound far above everything would flatten the picture; the promise says it anyway.
    ...boundsNs.filter((ns) => ns <= reach).map((ns) => across(ns, '═', 'yellow', 'bound')),
    { values: curve, level: '─', style: 'bold', legend: '' },
  ]
}

/** Each value as many columns as there is room for; more values than columns: evenly chosen among them. */
function spread(values: readonly Ns[], columns: number): Ns[] {
  const width = Math.min(columns, values.length * 6)
  return Array.from({ length: width }, (_, column) => values[Math.floor((column * values.length) / width)] ?? 0)
}

/** Column 0 is the axis. */
function gridOf(layer: Layer, range: { readonly min: number; readonly max: number }): string[][] {
  const symbols = ['┤', '┤', '╶', '╴', layer.level, '╰', '╭', '╮', '╯', '│']
  // Its labels would shift the columns: ours stand beside the plot.
  const config = { min: range.min, max: range.max, height: ROWS, offset: 2, symbols, format: () => ' ' }
  const lines = asciichart.plot(layer.values, config).split('\n')
  return lines.map((line) => Array.from(line.slice(1)))
}

function rowText(row: number, layers: readonly Layer[], grids: readonly string[][][], page: Page): string {
  const lines = grids.map((grid) => grid[row] ?? [])
  const width = Math.max(...lines.map((line) => line.length))
  let text = page.paint('dim', lines[0]?.[0] ?? '')
  for (let column = 1; column < width; column++) {
    const top = lines.findLastIndex((line) => (line[column] ?? ' ') !== ' ')
    text += top < 0 ? ' ' : page.paint(layers[top]?.style ?? 'bold', lines[top]?.[column] ?? ' ')
  }
  const legends = legendsOf(row, layers, grids)
  const [first] = legends
  if (first === undefined) return text.trimEnd()
  const words = legends.map((legend) => legend.text).join(', ')
  return `${text} ${page.paint(first.style, clip(words, page.width - LABEL - width - 1))}`
}
