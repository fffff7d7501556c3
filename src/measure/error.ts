import type { StreamRecord } from '../model/journal.ts'
import type { MeasureError } from '../model/measure.ts'
import type { Ns } from '../model/time.ts'
import { delayBefore } from './delay.ts'
import { firstSince, unnamedLatenessOf, widthOf } from './span.ts'
import type { TrialSpan } from './span.ts'

/** How wrong the figures of one stream may be, by cause. `isSplit`: an outage lies across the healing. */
export function errorOf(stream: StreamRecord, span: TrialSpan, isSplit: boolean): MeasureError {
  return {
    // RFC 6413 6.1.3: ± 1/rate.
    spacingNs: stream.stepNs,
    stampsNs: Math.max(widthOf(span.injected), widthOf(span.healed)),
    latenessNs: latenessOf(stream, span),
    splitNs: isSplit && span.healed !== null ? delayBefore(stream, span.healed[0]) : 0,
  }
}

export const sumOf = ({ spacingNs, stampsNs, latenessNs, splitNs }: MeasureError): Ns =>
  spacingNs + stampsNs + latenessNs + splitNs

/** How late packets left from the injection on; what left late while the lab was being built harms no figure. */
function latenessOf(stream: StreamRecord, span: TrialSpan): Ns {
  const since = firstSince(stream, span.injected?.[0] ?? span.readyNs) - 1
  const named = stream.late.filter(([sequence]) => sequence >= since).map(([, lateNs]) => lateNs)
  return Math.max(unnamedLatenessOf(stream), ...named)
}
