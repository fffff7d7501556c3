import type { FlowMeasure } from '../model/measure.ts'
import type { Ns } from '../model/time.ts'

/** The flows of a control: a trial without the fault. */
export interface Control {
  readonly flows: readonly Pick<FlowMeasure, 'name' | 'direction' | 'sent' | 'noise' | 'errorNs'>[]
}

/**
 * The longest outage of a flow, in either direction, where there was no fault at all: what is no longer cannot be told
 * from noise. Null where no control ran.
 */
export function noiseFloor(control: Control | null, flow: string): Ns | null {
  const flows = control?.flows.filter((one) => one.name === flow && one.sent > 0) ?? []
  if (flows.length === 0) return null
  const lengths = flows.flatMap(({ noise, errorNs }) =>
    // Without an end only its packets are known; a packet is worth no more than the flow's error.
    noise.map(({ startNs, endNs, lost, overdue }) => (endNs === null ? (lost + overdue) * errorNs : endNs - startNs)),
  )
  return Math.max(0, ...lengths)
}
