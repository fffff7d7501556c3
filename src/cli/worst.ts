import type { FlowMeasure } from '../model/measure.ts'
import { formatNs, type Ns } from '../model/time.ts'

/** The longest outage so far, and whose; null: none. */
export type Worst = { readonly ns: Ns; readonly never: boolean; readonly on: string } | null

/** Of an outage that ended and one that did not the longer counts. */
export function worse(worst: Worst, flow: FlowMeasure): Worst {
  if (flow.outcome === 'untouched') return worst
  const [ended, open] = [flow.outageNs ?? 0, flow.goneNs ?? flow.atLeastNs ?? 0]
  const ns = Math.max(ended, open)
  const never = open > 0 && open >= ended
  const isWorse = worst === null || ns > worst.ns || (ns === worst.ns && never && !worst.never)
  return isWorse ? { ns, never, on: `${flow.name} ${flow.direction}` } : worst
}

/** `worst so far: 3.58 s (web forward)`; '': nothing was lost. */
export function worstText(worst: Worst): string {
  if (worst === null) return ''
  const { never, ns, on } = worst
  return `worst so far: ${never ? `never back within ${formatNs(ns)}` : formatNs(ns)} (${on})`
}
