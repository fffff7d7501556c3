import { isLate } from '../measure/late.ts'
import { median } from '../model/quantile.ts'
import { formatNs, ms } from '../model/time.ts'
import type { Ns } from '../model/time.ts'
import type { FlowSummary } from './schema.ts'
import { plural, rangeText } from './text.ts'

/** What the trials measured of one direction of a flow, before the healing. */
export function outageText(flows: readonly FlowSummary[], overdueNs: Ns): string {
  const all = flows.length
  if (all === 0) return 'nothing that counts'
  const never = flows.filter((flow) => flow.outcome === 'never')
  const late = never.filter(({ outages }) => isLate(outages))
  const untouched = flows.filter((flow) => flow.outcome === 'untouched').length
  const later = flows.some((flow) => flow.lost + flow.overdue > 0) ? ' to the fault' : ''
  if (untouched === all) return `nothing lost${later} in ${plural(all, 'trial')}`
  const outages = flows.flatMap((flow) => (flow.outageMs === null ? [] : [ms(flow.outageMs)]))
  const error = formatNs(ms(Math.max(...flows.map((flow) => flow.errorMs))))
  const watched = formatNs(ms(Math.max(...never.map((flow) => flow.atLeastMs ?? 0))))
  const affected = Math.max(...flows.map((flow) => flow.affected))
  return joined([
    outages.length > 1 && `${rangeText(outages)}, median ${formatNs(Math.round(median(outages)))}, ± ${error}`,
    outages.length === 1 && `${rangeText(outages)} ± ${error}`,
    never.length > late.length &&
      `never recovered in ${String(never.length - late.length)} of ${plural(all, 'trial')} (watched ${watched})`,
    late.length > 0 &&
      `never in time in ${String(late.length)} of ${plural(all, 'trial')} (watched ${watched}): packets arrive, but later than the ${formatNs(overdueNs)} that the flow allows (overdue)`,
    untouched > 0 && `nothing lost${later} in ${String(untouched)} of ${plural(all, 'trial')}`,
    `${String(affected)} of ${plural(flows[0]?.streams ?? 0, 'stream')} hit${untouched > 0 ? ' in the others' : ''}`,
  ])
}

/** What else the trials say: detection, the return, repeated outages, duplicates; `isRandom`: the drift loses at random. */
export function besides(
  flows: readonly FlowSummary[],
  overdueNs: Ns,
  isRandom: boolean,
): { readonly label: string; readonly text: string }[] {
  const times = (of: (flow: FlowSummary) => number | null): string =>
    rangeText(flows.map(of).flatMap((value) => (value === null ? [] : [ms(value)])))
  // Where nothing was down, nothing came back, and that is no return of 0 ns.
  const costs = (of: (flow: FlowSummary) => number | null): string => {
    const some = flows.flatMap((flow) => ((of(flow) ?? 0) > 0 ? [ms(of(flow) ?? 0)] : []))
    return some.length > 0 && some.length < flows.length ? `up to ${formatNs(Math.max(...some))}` : rangeText(some)
  }
  const [detection, returned, away, back, absent, cost, gone] = [
    times((flow) => flow.detectionMs),
    times((flow) => flow.reversionTimeMs),
    times((flow) => flow.reversionAwayMs),
    costs((flow) => flow.backMs),
    costs((flow) => flow.backAtLeastMs),
    costs((flow) => flow.reversionOutageMs),
    costs((flow) => flow.reversionAtLeastMs),
  ]
  const most = Math.max(0, ...flows.map((flow) => flow.outages.length))
  const total = (of: (flow: FlowSummary) => number): number => flows.reduce((sum, flow) => sum + of(flow), 0)
  const [duplicated, overdue, reordered] = [
    total((flow) => flow.duplicated),
    total((flow) => flow.overdue),
    total((flow) => flow.reordered),
  ]
  const lines = [
    { label: 'detected', text: detection === '' ? '' : `after ${detection}` },
    {
      label: 'back',
      text: joined([
        back !== '' && `${back} after healing`,
        absent !== '' && `not in the ${absent} that were watched after healing`,
      ]),
    },
    {
      label: 'reverted',
      text: joined([
        returned !== '' && `${returned} after healing`,
        away !== '' && `not on the preferred path in the ${away} that were watched after healing`,
        cost !== '' &&
          (isRandom ? `${cost} lost at a time after healing, as the drift loses at random` : `the return cost ${cost}`),
        gone !== '' && `down again after healing, and not up in the ${gone} that were watched`,
      ]),
    },
    {
      label: 'besides',
      text: joined([
        most > 1 && `up to ${String(most)} outages a trial, ${times((flow) => flow.totalMs)} together`,
        overdue > 0 && `${plural(overdue, 'packet')} late: longer than ${formatNs(overdueNs)} on their way`,
        duplicated > 0 && plural(duplicated, 'packet duplicated', 'packets duplicated'),
        reordered > 0 && plural(reordered, 'packet out of order', 'packets out of order'),
      ]),
    },
  ]
  return lines.filter((line) => line.text !== '')
}

const joined = (parts: readonly (string | false)[]): string => parts.filter((part) => part !== false).join('; ')
