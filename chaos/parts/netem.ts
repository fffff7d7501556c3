import { isRecord } from '../../src/model/record.ts'
import { NETEM_LIMIT, type DelayDistribution, type Netem, type NetemSlot } from '../../src/model/traffic-control.ts'
import type { Parameters } from '../../src/words/parameters.ts'
import { durationText, percentText } from './options.ts'

type Loss = NonNullable<Netem['loss']>

const SMALLEST_FRAME_BITS = 64 * 8
const INT_MAX = 0x7fff_ffff

/** The options of `impair` as netem's parameters; `before`: the number of problems before they were read. */
export function readNetem(read: Parameters, before = read.problems.length): Netem {
  const loss = readLoss(read)
  const delayNs = read.duration('delay')
  const jitterNs = read.duration('jitter')
  const rateKbit = read.rateKbit('rate')
  const duplicatePercent = read.percent('duplicate')
  const reorder = readReorder(read)
  const corruptPercent = read.percent('corrupt')
  if (jitterNs !== undefined && jitterNs > (delayNs ?? 0)) {
    read.problem(
      'jitter-over-delay',
      `${read.called('jitter')} is ${durationText(jitterNs)}, more than the delay`,
      {
        allowed: 'delay ± jitter, never below zero',
      },
      'jitter',
    )
  }
  if (reorder.reorderPercent !== undefined && delayNs === undefined) {
    read.problem(
      'reorder-without-delay',
      `${read.called('reorder')} needs a delay: a packet overtakes those that wait`,
      {
        next: "add delay: '10ms'",
      },
      'reorder',
    )
  }
  const distribution = readDistribution(read, jitterNs)
  const slot = readSlot(read)
  const limit = read.integer('limit', undefined, { min: 1, max: NETEM_LIMIT })
  const parts = {
    loss,
    delayNs,
    jitterNs,
    distribution,
    rateKbit,
    duplicatePercent,
    ...reorder,
    gap: readGap(read, reorder.reorderPercent),
    corruptPercent,
    slot,
  }
  const said = given(parts)
  if (Object.keys(said).length === 0 && read.problems.length === before) {
    read.problem('no-impairment', `${read.subject} impairs nothing`, {
      allowed: 'loss, delay, jitter, rate, duplicate, reorder, corrupt, slot',
    })
  }
  return { ...said, limit: limit ?? queueLimit(rateKbit, delayNs) }
}

/** Without a rate nothing queues but the delay; with one a long queue would be a delay of its own. */
function queueLimit(rateKbit: number | undefined, delayNs: number | undefined): number {
  if (rateKbit === undefined) return NETEM_LIMIT
  const waiting = ((rateKbit * 1e3) / SMALLEST_FRAME_BITS) * ((delayNs ?? 0) / 1e9)
  return Math.min(NETEM_LIMIT, 1000 + Math.ceil(waiting * 1.5))
}

const DISTRIBUTIONS = ['uniform', 'normal', 'pareto', 'paretonormal'] as const

function readDistribution(read: Parameters, jitterNs: number | undefined): DelayDistribution | undefined {
  const distribution = read.oneOf('distribution', undefined, DISTRIBUTIONS)
  if (distribution !== undefined && jitterNs === undefined && !read.has('jitter'))
    read.problem(
      'distribution-without-jitter',
      `${read.called('distribution')} needs a jitter`,
      { next: "add jitter: '5ms'" },
      'distribution',
    )
  return distribution === 'uniform' ? undefined : distribution
}

function readReorder(read: Parameters): Pick<Netem, 'reorderPercent' | 'reorderCorrelationPercent'> {
  if (!isRecord(read.raw('reorder'))) return given({ reorderPercent: read.percent('reorder') })
  const own = read.inner('reorder')
  const reorderPercent = own.percent('share', 'required')
  const reorderCorrelationPercent = own.percent('correlation', 'required')
  own.rejectUnknown()
  return given({ reorderPercent, reorderCorrelationPercent })
}

function readGap(read: Parameters, reorderPercent: number | undefined): number | undefined {
  const gap = read.integer('gap', undefined, { min: 1, max: 0xffff_ffff })
  if (gap !== undefined && reorderPercent === undefined && !read.has('reorder')) {
    const what = `${read.called('gap')} needs a share that overtakes`
    read.problem('gap-without-reorder', what, { next: "add reorder: '25%'" }, 'gap')
  }
  return gap
}

function readSlot(read: Parameters): NetemSlot | undefined {
  if (!read.has('slot')) return undefined
  const own = read.inner('slot')
  const minNs = isRecord(read.raw('slot')) ? own.duration('min', 'required') : 0
  const maxNs = own.duration('max') ?? minNs
  const count = { min: 1, max: INT_MAX }
  const most = { packets: own.integer('packets', undefined, count), bytes: own.integer('bytes', undefined, count) }
  own.rejectUnknown()
  if (maxNs < minNs)
    own.problem('slot-max-below-min', `${own.called('max')} is less than min`, { allowed: 'min or more' }, 'max')
  return { minNs, maxNs, ...given(most) }
}

/** Without what is absent. */
const given = <Parts extends object>(parts: Parts): { [Key in keyof Parts]?: NonNullable<Parts[Key]> } =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as never

function readLoss(read: Parameters): Loss | undefined {
  const loss = read.raw('loss')
  if ((typeof loss === 'string' && /%\s*,?\s*\d/.test(loss)) || (isRecord(loss) && 'correlation' in loss)) {
    refuseCorrelation(read)
    return undefined
  }
  if (!isRecord(loss)) {
    const percent = read.percent('loss')
    return percent === undefined ? undefined : { model: 'independent', percent }
  }
  const own = read.inner('loss')
  const mean = own.percent('mean', 'required')
  const burst = own.raw('burst')
  own.rejectUnknown()
  if (typeof burst === 'number' && burst >= 1 && burst <= 1e6)
    return mean === undefined ? undefined : burstLoss(own, mean, burst)
  const allowed = 'mean length of a burst in packets, from 1'
  own.problem('bad-burst', own.describe('burst'), { allowed }, 'burst')
  return undefined
}

function burstLoss(own: Parameters, mean: number, burst: number): Loss | undefined {
  const { p, r } = gilbertElliott(mean / 100, burst)
  if (p <= 1) return { model: 'gilbert-elliott', p: p * 100, r: r * 100 }
  own.problem(
    'bad-burst',
    `${own.subject}: a mean of ${percentText(mean)} is not possible with bursts of ${String(burst)}`,
    {
      allowed: `at most ${percentText((100 * burst) / (burst + 1))}: between two bursts lies a packet that passes`,
    },
    'burst',
  )
  return undefined
}

function refuseCorrelation(read: Parameters): void {
  read.problem(
    'correlated-loss',
    `${read.called('loss')} is correlated, which netem breaks: '20% 25%' loses 10.6 %, '0.3% 25%' nothing at all`,
    {
      allowed: "loss: '2%', or in bursts: loss: { mean: '2%', burst: 8 }",
    },
    'loss',
  )
}

/**
 * Gilbert-Elliott from the mean loss L (0 to 1) and the mean burst B (packets): r = 1/B, p = L·r/(1 − L).
 * The chain is in its bad state for p/(p + r) = L of all packets, and stays there for 1/r = B.
 */
export function gilbertElliott(loss: number, burst: number): { readonly p: number; readonly r: number } {
  const r = 1 / burst
  return { p: (loss * r) / (1 - loss), r }
}

/** `delay 50 ms ± 10 ms (packets overtake one another: no rate keeps their order), loss 2 % in bursts of 8`. */
export function netemText(netem: Netem): string {
  const parts = [
    netem.delayNs === undefined ? [] : [`delay ${durationText(netem.delayNs)}${jitterText(netem)}`],
    netem.loss === undefined ? [] : [lossText(netem.loss)],
    netem.rateKbit === undefined ? [] : [`rate ${String(netem.rateKbit)} kbit/s`],
    netem.duplicatePercent === undefined ? [] : [`duplicate ${percentText(netem.duplicatePercent)}`],
    netem.reorderPercent === undefined ? [] : [reorderText(netem.reorderPercent, netem)],
    netem.corruptPercent === undefined ? [] : [`corrupt ${percentText(netem.corruptPercent)}`],
    netem.slot === undefined ? [] : [slotText(netem.slot)],
    netem.limit === queueLimit(netem.rateKbit, netem.delayNs) ? [] : [`queue of ${String(netem.limit)} packets`],
  ]
  return parts.flat().join(', ')
}

function jitterText(netem: Netem): string {
  if (netem.jitterNs === undefined) return ''
  const order = netem.rateKbit === undefined ? ' (packets overtake one another: no rate keeps their order)' : ''
  const form = netem.distribution === undefined ? '' : ` (${netem.distribution})`
  return ` ± ${durationText(netem.jitterNs)}${form}${order}`
}

function reorderText(percent: number, { reorderCorrelationPercent, gap }: Netem): string {
  const correlated =
    reorderCorrelationPercent === undefined ? '' : ` (correlation ${percentText(reorderCorrelationPercent)})`
  return `reorder ${percentText(percent)}${gap === undefined ? '' : `, at most one of ${String(gap)}`}${correlated}`
}

function slotText({ minNs, maxNs, packets, bytes }: NetemSlot): string {
  const apart = minNs === maxNs ? durationText(minNs) : `${durationText(minNs)} to ${durationText(maxNs)}`
  const most = [
    ...(packets === undefined ? [] : [`${String(packets)} packets`]),
    ...(bytes === undefined ? [] : [`${String(bytes)} bytes`]),
  ]
  return `slots ${apart} apart${most.length === 0 ? '' : ` of at most ${most.join(' and ')}`}`
}

function lossText(loss: Loss): string {
  if (loss.model === 'independent') return `loss ${percentText(loss.percent)}`
  return `loss ${percentText((100 * loss.p) / (loss.p + loss.r))} in bursts of ${String(Number((100 / loss.r).toPrecision(4)))}`
}
