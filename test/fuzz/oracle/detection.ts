import type { StreamRecord } from '../../../src/model/journal.ts'
import type { FlowMeasure } from '../../../src/model/measure.ts'
import { formatNs } from '../../../src/model/time.ts'
import { experimentOf } from '../run.ts'
import type { Finding, Oracle } from './finding.ts'
import { wholeTrials } from './whole.ts'

const isOf =
  ({ name, direction }: FlowMeasure) =>
  (stream: StreamRecord): boolean =>
    stream.flow === name && stream.direction === direction

/** Nothing recovers before it is detected, and theory's own event is seen where an outage ended by it. */
export const detection: Oracle = (examined) =>
  wholeTrials(examined).flatMap(({ index, measure, streams, injectedNs, heldNs }) => {
    const windows = experimentOf(examined.plan).variants[measure.variant]?.windows ?? []
    return measure.flows.flatMap((flow): Finding[] => {
      const window = windows.find(({ on, direction }) => on === flow.name && direction === flow.direction)
      const longest = flow.outages.reduce<(typeof flow.outages)[number] | null>(
        (a, b) => (a === null || b.lost > a.lost ? b : a),
        null,
      )
      const ends = longest?.endNs ?? null
      if (window === undefined || window.detection === null || flow.outcome !== 'recovered' || ends === null) return []
      // An outage that is shorter than the window allows for sure was ended by something else, or is no outage of the fault.
      if (ends - injectedNs > heldNs || window.lowNs === 0) return []
      const { node, name, state } = window.detection
      const what = `${flow.name} ${flow.direction} recovered ${formatNs(ends - injectedNs)} after the fault`
      if (flow.detectionNs === null)
        return [
          { kind: 'story undetected', trial: index, text: `${what}, and ${node} ${name} ${state} was never seen` },
        ]
      // A packet that waited for a neighbour's answer left before the detection, and arrived after it.
      const waitedNs = Math.max(0, ...streams.filter(isOf(flow)).map(({ delay }) => delay?.maxNs ?? 0))
      return flow.detectionNs <= ends - injectedNs + waitedNs + flow.errorNs
        ? []
        : [{ kind: 'story detection', trial: index, text: `${what}, detected after ${formatNs(flow.detectionNs)}` }]
    })
  })
