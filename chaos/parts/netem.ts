import { isRecord } from '../../src/model/record.ts'
import { shown } from '../../src/words/shown.ts'
import { NETEM_LIMIT, type DelayDistribution, type Netem, type NetemSlot } from '../../src/model/traffic-control.ts'
import { durationText, percentText, type Options } from './options.ts'

type Loss = NonNullable<Netem['loss']>

const SMALLEST_FRAME_BITS = 64 * 8
const INT_MAX = 0x7fff_ffff

/** The options of `impair` as netem's parameters; what is wrong goes to `read`. */
export function readNetem(read: Options): Netem {
  const loss = readLoss(read, read.value('loss'))
  const delayNs = read.duration('delay')
  const jitterNs = read.duration('jitter')
  const rateKbit = read.rateKbit('rate')
  const duplicatePercent = read.percent('duplicate')
  const reorder = readReorder(read)
  const corruptPercent = read.percent('corrupt')
  if (jitterNs !== undefined && jitterNs > (delayNs ?? 0)) {
    read.refuse(
      'jitter-over-delay',
      `jitter ${durationText(jitterNs)} is more than the delay`,
      {
        allowed: 'delay ± jitter, never below zero',
      },
      'jitter',
    )
  }
  if (reorder.reorderPercent !== undefined && delayNs === undefined) {
    read.refuse(
      'reorder-without-delay',
      'reorder needs a delay: a packet overtakes those that wait',
      {
        next: "add delay: '10ms'",
      },
      'reorder',
    )
  }
  const distribution = readDistribution(read, jitterNs)
  const slot = readSlot(read)
  const limit = read.count('limit', 1, NETEM_LIMIT)
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
  if (Object.keys(said).length === 0 && read.problems.length === 0) {
    read.refuse('no-impairment', 'nothing is impaired', {
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

function readDistribution(read: Options, jitterNs: number | undefined): DelayDistribution | undefined {
  const distribution = read.choice('distribution', DISTRIBUTIONS)
  if (distribution !== undefined && jitterNs === undefined && read.value('jitter') === undefined)
    read.refuse(
      'distribution-without-jitter',
      'distribution needs a jitter',
      { next: "add jitter: '5ms'" },
      'distribution',
    )
  return distribution === 'uniform' ? undefined : distribution
}

function readReorder(read: Options): Pick<Netem, 'reorderPercent' | 'reorderCorrelationPercent'> {
  const reorder = read.value('reorder')
  if (!isRecord(reorder)) return given({ reorderPercent: read.percent('reorder') })
  refuseOthers(read, 'reorder', reorder, ['share', 'correlation'])
  return given({
    reorderPercent: read.percent('reorder.share', reorder['share'] ?? null),
    reorderCorrelationPercent: read.percent('reorder.correlation', reorder['correlation'] ?? null),
  })
}

function readGap(read: Options, reorderPercent: number | undefined): number | undefined {
  const gap = read.count('gap', 1, 0xffff_ffff)
  if (gap !== undefined && reorderPercent === undefined && read.value('reorder') === undefined)
    read.refuse('gap-without-reorder', 'gap needs a share that overtakes', { next: "add reorder: '25%'" }, 'gap')
  return gap
}

function readSlot(read: Options): NetemSlot | undefined {
  const slot = read.value('slot')
  if (slot === undefined) return undefined
  const own = read.inner('slot', ['min', 'max', 'packets', 'bytes'])
  const minNs = own.duration('min')
  const maxNs = own.duration('max') ?? minNs
  if (own.value('min') === undefined && isRecord(slot))
    own.refuse('no-slot', 'min is not given', { allowed: "slot: { min: '10ms' }" })
  if (minNs !== undefined && maxNs !== undefined && maxNs < minNs)
    own.refuse('slot-max-below-min', 'max of slot is less than min', { allowed: 'min or more' }, 'max')
  const [packets, bytes] = [own.count('packets', 1, INT_MAX), own.count('bytes', 1, INT_MAX)]
  read.problems.push(...own.problems)
  return minNs === undefined || maxNs === undefined ? undefined : { minNs, maxNs, ...given({ packets, bytes }) }
}

function refuseOthers(read: Options, name: string, value: object, known: readonly string[]): void {
  for (const key of Object.keys(value)) {
    if (!known.includes(key))
      read.refuse('unknown-option', `${name} has no option ${key}`, { allowed: known.join(', ') }, name, key)
  }
}

/** Without what is absent. */
const given = <Parts extends object>(parts: Parts): { [Key in keyof Parts]?: NonNullable<Parts[Key]> } =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as never

function readLoss(read: Options, loss: unknown): Loss | undefined {
  if (loss === undefined) return undefined
  if (typeof loss === 'string') {
    if (/%\s*,?\s*\d/.test(loss)) {
      refuseCorrelation(read)
      return undefined
    }
    const percent = read.percent('loss', loss)
    return percent === undefined ? undefined : { model: 'independent', percent }
  }
  if (typeof loss !== 'object' || loss === null) {
    read.percent('loss', loss)
    return undefined
  }
  if ('correlation' in loss) {
    refuseCorrelation(read)
    return undefined
  }
  refuseOthers(read, 'loss', loss, ['mean', 'burst'])
  const mean = read.percent('loss.mean', 'mean' in loss ? loss.mean : null)
  const burst = 'burst' in loss ? loss.burst : undefined
  if (typeof burst === 'number' && burst >= 1 && burst <= 1e6)
    return mean === undefined ? undefined : burstLoss(read, mean, burst)
  const allowed = 'mean length of a burst in packets, from 1'
  read.refuse('bad-burst', `burst is ${shown(burst)}`, { allowed }, 'loss', 'burst')
  return undefined
}

function burstLoss(read: Options, mean: number, burst: number): Loss | undefined {
  const { p, r } = gilbertElliott(mean / 100, burst)
  if (p <= 1) return { model: 'gilbert-elliott', p: p * 100, r: r * 100 }
  read.refuse(
    'bad-burst',
    `a mean of ${percentText(mean)} is not possible with bursts of ${String(burst)}`,
    {
      allowed: `at most ${percentText((100 * burst) / (burst + 1))}: between two bursts lies a packet that passes`,
    },
    'loss',
    'burst',
  )
  return undefined
}

function refuseCorrelation(read: Options): void {
  read.refuse(
    'correlated-loss',
    "netem's correlated loss is broken: '20% 25%' loses 10.6 %, '0.3% 25%' nothing at all",
    {
      allowed: "loss: '2%', or in bursts: loss: { mean: '2%', burst: 8 }",
    },
    'loss',
  )
  return undefined
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
