import { shown } from '../../src/model/shown.ts'
import type { Netem } from '../../src/model/traffic-control.ts'
import { durationText, percentText, type Options } from './options.ts'

type Loss = NonNullable<Netem['loss']>

/** netem's own default is 1000: at 100 000 packets a second that is full after 10 ms. */
const LIMIT = 100_000
const SMALLEST_FRAME_BITS = 64 * 8

/** The options of `impair` as netem's parameters; what is wrong goes to `read`. */
export function readNetem(read: Options): Netem {
  const loss = readLoss(read, read.value('loss'))
  const delayNs = read.duration('delay')
  const jitterNs = read.duration('jitter')
  const rateKbit = read.rateKbit('rate')
  const duplicatePercent = read.percent('duplicate')
  const reorderPercent = read.percent('reorder')
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
  if (reorderPercent !== undefined && delayNs === undefined) {
    read.refuse(
      'reorder-without-delay',
      'reorder needs a delay: a packet overtakes those that wait',
      {
        next: "add delay: '10ms'",
      },
      'reorder',
    )
  }
  const parts = { loss, delayNs, jitterNs, rateKbit, duplicatePercent, reorderPercent, corruptPercent }
  const given = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Partial<Netem>
  if (Object.keys(given).length === 0 && read.problems.length === 0) {
    read.refuse('no-impairment', 'nothing is impaired', {
      allowed: 'loss, delay, jitter, rate, duplicate, reorder, corrupt',
    })
  }
  return { ...given, limit: queueLimit(rateKbit, delayNs) }
}

/** Without a rate nothing queues but the delay; with one a long queue would be a delay of its own. */
function queueLimit(rateKbit: number | undefined, delayNs: number | undefined): number {
  if (rateKbit === undefined) return LIMIT
  const waiting = ((rateKbit * 1e3) / SMALLEST_FRAME_BITS) * ((delayNs ?? 0) / 1e9)
  return Math.min(LIMIT, 1000 + Math.ceil(waiting * 1.5))
}

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
  for (const name of Object.keys(loss)) {
    if (name !== 'mean' && name !== 'burst') {
      read.refuse('unknown-option', `loss has no option ${name}`, { allowed: 'mean, burst' }, 'loss', name)
    }
  }
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
    netem.reorderPercent === undefined ? [] : [`reorder ${percentText(netem.reorderPercent)}`],
    netem.corruptPercent === undefined ? [] : [`corrupt ${percentText(netem.corruptPercent)}`],
  ]
  return parts.flat().join(', ')
}

function jitterText(netem: Netem): string {
  if (netem.jitterNs === undefined) return ''
  const order = netem.rateKbit === undefined ? ' (packets overtake one another: no rate keeps their order)' : ''
  return ` ± ${durationText(netem.jitterNs)}${order}`
}

function lossText(loss: Loss): string {
  if (loss.model === 'independent') return `loss ${percentText(loss.percent)}`
  return `loss ${percentText((100 * loss.p) / (loss.p + loss.r))} in bursts of ${String(Number((100 / loss.r).toPrecision(4)))}`
}
