import { DIRECTIONS } from '../model/traffic.ts'
import type { Ns } from '../model/time.ts'
import type { FlowKey } from './flow-lanes.ts'

/** What is shown: every such choice is an address of its own. Instants are nanoseconds since the fault. */
export interface Choice {
  /** Index of the experiment. */
  readonly experiment: number
  /** Number of the trial. */
  readonly trial: number
  /** Another one beside it. */
  readonly beside: number | null
  readonly atNs: Ns
  readonly flow: FlowKey | null
  /** null: the whole trial. */
  readonly zoom: { readonly fromNs: Ns; readonly toNs: Ns } | null
}

const msText = (ns: Ns): string => `${String(ns / 1e6)}ms`

/** The part of an address after `#`. */
export function fragmentOf({ experiment, trial, beside, atNs, flow, zoom }: Choice): string {
  const parts = new URLSearchParams({ experiment: String(experiment), trial: String(trial), at: msText(atNs) })
  if (beside !== null) parts.set('beside', String(beside))
  if (flow !== null) {
    parts.set('flow', flow.flow)
    parts.set('direction', flow.direction)
  }
  if (zoom !== null) {
    parts.set('from', msText(zoom.fromNs))
    parts.set('to', msText(zoom.toNs))
  }
  return parts.toString()
}

/** null: it is no address of an instant, such as that of a section. What it does not say, or says wrongly, is left out. */
export function choiceIn(fragment: string): Partial<Choice> | null {
  const parts = new URLSearchParams(fragment.replace(/^#/, ''))
  const experiment = countIn(parts.get('experiment'))
  if (experiment === null) return null
  const [trial, beside] = [countIn(parts.get('trial')), countIn(parts.get('beside'))]
  const [atNs, fromNs, toNs] = [nsIn(parts.get('at')), nsIn(parts.get('from')), nsIn(parts.get('to'))]
  const [flow, direction] = [parts.get('flow'), DIRECTIONS.find((one) => one === parts.get('direction'))]
  return {
    experiment,
    ...(trial === null ? {} : { trial }),
    beside,
    ...(atNs === null ? {} : { atNs }),
    ...(flow === null || direction === undefined ? {} : { flow: { flow, direction } }),
    zoom: fromNs === null || toNs === null || fromNs >= toNs ? null : { fromNs, toNs },
  }
}

const countIn = (text: string | null): number | null => (text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null)

function nsIn(text: string | null): Ns | null {
  const found = /^(-?\d+(?:\.\d+)?(?:e-?\d+)?)ms$/.exec(text ?? '')?.[1]
  const ns = Math.round(Number(found) * 1e6)
  return found !== undefined && Number.isSafeInteger(ns) ? ns : null
}
