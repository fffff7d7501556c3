import type { Netem } from '../../model/traffic-control.ts'
import { attribute, u64, words } from './codec.ts'
import { distributionTable } from './netem-table.ts'
import { TCA, changeNetem, netemQdisc } from './tc.ts'

/** TCA_NETEM_* of pkt_sched.h. */
const NETEM = {
  distribution: 2,
  slot: 12,
  reorder: 3,
  corrupt: 4,
  loss: 5,
  rate: 6,
  rate64: 8,
  latency64: 10,
  jitter64: 11,
} as const
const NETEM_LOSS_GE = 2

/** A probability as netem wants it: 100 % is 2^32 - 1. */
const probability = (percent: number): number => Math.round((percent / 100) * 0xffff_ffff)

/** netem as root qdisc: what leaves by the interface passes through it. */
export const netem = (index: number, parameters: Netem): Buffer => netemQdisc(index, options(parameters))

/** netem that impairs nothing: the kernel keeps rate and corruption where they are not given (sch_netem.c: netem_change). */
export const clearNetem = (index: number, limit: number, slot: boolean): Buffer =>
  changeNetem(
    index,
    options({ limit, corruptPercent: 0, rateKbit: 0, ...(slot ? { slot: { minNs: 0, maxNs: 0 } } : {}) }),
  )

/** struct tc_netem_qopt, then attributes; reorder takes effect only with a gap, of 1 unless given, as tc sets it. */
function options(netem: Netem): Buffer {
  const independent = netem.loss?.model === 'independent' ? probability(netem.loss.percent) : 0
  const gap = netem.reorderPercent === undefined ? 0 : (netem.gap ?? 1)
  return attribute(
    TCA.options,
    words(0, netem.limit, independent, gap, probability(netem.duplicatePercent ?? 0), 0),
    ...given(netem.delayNs, (ns) => attribute(NETEM.latency64, u64(ns))),
    ...given(netem.jitterNs, (ns) => attribute(NETEM.jitter64, u64(ns))),
    ...given(netem.distribution, (name) => attribute(NETEM.distribution, distributionTable(name))),
    ...given(netem.reorderPercent, (percent) =>
      attribute(NETEM.reorder, words(probability(percent), probability(netem.reorderCorrelationPercent ?? 0))),
    ),
    ...given(netem.corruptPercent, (percent) => attribute(NETEM.corrupt, words(probability(percent), 0))),
    ...given(netem.rateKbit, rate),
    ...given(netem.slot, ({ minNs, maxNs, packets = 0, bytes = 0 }) =>
      attribute(NETEM.slot, u64(minNs), u64(maxNs), words(packets, bytes), u64(0), u64(0)),
    ),
    ...given(netem.loss?.model === 'gilbert-elliott' ? netem.loss : undefined, ({ p, r }) =>
      attribute(NETEM.loss, attribute(NETEM_LOSS_GE, words(probability(p), probability(r), 0, 0))),
    ),
  )
}

const given = <Value>(value: Value | undefined, encode: (value: Value) => Buffer): Buffer[] =>
  value === undefined ? [] : [encode(value)]

/** struct tc_netem_rate, bytes a second; above 32 bits in its own attribute. */
function rate(kbit: number): Buffer {
  const bytes = kbit * 125
  const parameters = attribute(NETEM.rate, words(Math.min(bytes, 0xffff_ffff), 0, 0, 0))
  return bytes > 0xffff_ffff ? Buffer.concat([parameters, attribute(NETEM.rate64, u64(bytes))]) : parameters
}
