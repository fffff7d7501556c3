import type { DelayDistribution } from '../../model/traffic-control.ts'

/** NETEM_DIST_SCALE: one standard deviation. */
const SCALE = 8192
const ENTRIES = 4096
const [LOWEST, HIGHEST] = [-0x8000, 0x7fff]

/** Of a step of the sum by which the normal distribution is inverted, in standard deviations. */
const STEP = 1 / 4096
/** Beyond it lies less than the table can tell. */
const TAIL = 6

/** Of Pareto's distribution: the least for which it has a standard deviation that netem can scale. */
const SHAPE = 3

/**
 * A table for TCA_NETEM_DELAY_DIST: the kernel draws an entry, multiplies it with the jitter, and adds it to the delay
 * (net/sched/sch_netem.c: tabledist). Entries are quantiles in order, in 1/8192 of a standard deviation, cut off at four.
 * They mean what iproute2's files of these names do; those need not be installed.
 */
export function distributionTable(name: DelayDistribution): Buffer {
  const table = Buffer.alloc(2 * ENTRIES)
  for (const [at, quantile] of quantilesOf(name).entries())
    table.writeInt16LE(Math.max(LOWEST, Math.min(HIGHEST, Math.round(quantile * SCALE))), 2 * at)
  return table
}

function quantilesOf(name: DelayDistribution): readonly number[] {
  if (name === 'pareto') return paretoQuantiles()
  const normal = normalQuantiles()
  return name === 'normal' ? normal : paretoQuantiles().map((pareto, at) => (3 * pareto + (normal[at] ?? 0)) / 4)
}

/** Quantile (k + 1/2)/4096 of the standard normal distribution, by the sum of its density from the left tail on. */
function normalQuantiles(): readonly number[] {
  const quantiles: number[] = []
  let sum = 0
  for (let x = -TAIL; quantiles.length < ENTRIES; x += STEP) {
    sum += (STEP * Math.exp(-((x + STEP / 2) ** 2) / 2)) / Math.sqrt(2 * Math.PI)
    while (quantiles.length < ENTRIES && sum >= (quantiles.length + 0.5) / ENTRIES) quantiles.push(x + STEP)
  }
  return quantiles
}

/** Of x^-3, with mean 0 and so scaled that iproute2's table comes out: (p^(-1/3) - 3/2) · 4/3, from its long tail down. */
const paretoQuantiles = (): readonly number[] =>
  Array.from({ length: ENTRIES }, (_, at) => {
    const share = 1 - at / ENTRIES
    return (share ** (-1 / SHAPE) - SHAPE / (SHAPE - 1)) * (4 / 3)
  })
