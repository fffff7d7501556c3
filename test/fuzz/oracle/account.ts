import type { StreamRecord } from '../../../src/model/journal.ts'
import type { FlowMeasure } from '../../../src/model/measure.ts'
import { formatNs } from '../../../src/model/time.ts'
import type { Examined, Finding, Oracle } from './finding.ts'
import { longestDelayNs, wholeTrials, type WholeTrial } from './whole.ts'

/** What was sent was sent: records and figures agree with themselves and with the time that there was. */
export const account: Oracle = (examined) =>
  wholeTrials(examined).flatMap((trial) => [
    ...trial.streams.flatMap((stream) => ofStream(stream).map((text) => finding(trial, stream, text))),
    ...trial.measure.flows.flatMap((flow) => ofFlow(flow, trial).map((text) => finding(trial, flow, text))),
    ...unplanned(examined, trial),
  ])

function ofStream({ sent, lost, overdue, duplicated, reordered, late, delay }: StreamRecord): string[] {
  const ranges = [...lost, ...overdue]
  const named = [...duplicated.map(([number]) => number), ...reordered, ...late.map(([number]) => number)]
  const within = (low: number, high: number): boolean => lost.some(([first, last]) => first <= low && high <= last)
  return [
    ...(ranges.some(([low, high]) => low > high || low < 0 || high >= sent) ? ['a loss that was never sent'] : []),
    ...(lost.some(([low], at) => at > 0 && low <= (lost[at - 1]?.[1] ?? -1)) ? ['losses that overlap'] : []),
    ...(overdue.every(([low, high]) => within(low, high)) ? [] : ['a packet that is overdue and not lost']),
    ...(named.some((number) => number < 0 || number >= sent) ? ['a packet that was never sent'] : []),
    ...(delay !== null && !(delay.minNs <= delay.medianNs && delay.medianNs <= delay.maxNs && delay.minNs >= 0)
      ? ['delays out of order']
      : []),
  ]
}

function ofFlow(flow: FlowMeasure, { heldNs, watchedNs, streams: records }: WholeTrial): string[] {
  const { sent, received, lost, overdue, affected, streams, outcome, outageNs, atLeastNs, totalNs, errorNs } = flow
  const longest = outageNs ?? atLeastNs ?? 0
  const reverted = flow.reversionOutageNs ?? 0
  // Packets that waited in a queue until the healing belong to the outage, and are not lost.
  const waitedNs = longestDelayNs(records, flow)
  return [
    ...(sent === received + lost + overdue
      ? []
      : [`${sent} sent, ${received} received, ${lost} lost, ${overdue} overdue`]),
    ...(affected > streams ? ['parts larger than the whole'] : []),
    ...(longest > heldNs + errorNs ? [`an outage of ${formatNs(longest)} in a hold of ${formatNs(heldNs)}`] : []),
    ...(totalNs + waitedNs + errorNs < longest
      ? [`a total of ${formatNs(totalNs)} and an outage of ${formatNs(longest)}`]
      : []),
    ...(reverted > watchedNs + errorNs
      ? [`${formatNs(reverted)} lost in ${formatNs(watchedNs)} after the healing`]
      : []),
    ...((outcome === 'untouched') === (longest === 0) ? [] : [`${outcome}, with an outage of ${formatNs(longest)}`]),
    ...((outcome === 'never') === (atLeastNs !== null) ? [] : [`${outcome}, and at least ${String(atLeastNs)}`]),
  ]
}

/** Streams of the plan without a record; a trial with doubts may lack some. */
function unplanned({ plan }: Examined, { index, streams }: WholeTrial): Finding[] {
  const planned = plan.flows.reduce((sum, flow) => sum + flow.streams.length, 0)
  return planned === streams.length
    ? []
    : [{ kind: 'story streams', trial: index, text: `${streams.length} of ${planned} streams have a record` }]
}

const finding = (
  { index }: WholeTrial,
  { direction, ...of }: { direction: string; flow: string } | { direction: string; name: string },
  text: string,
): Finding => ({
  kind: 'story account',
  trial: index,
  text: `${'flow' in of ? of.flow : of.name} ${direction}: ${text}`,
})
