// Reasons as the sentences that people read, so that a test says what it expects in one line.
import type { TargetVerdict } from '../src/model/measure.ts'
import type { FaultVariant } from '../src/model/plan.ts'
import { reasonText, worded } from '../src/model/reason.ts'
import { silenceText, type Silence } from '../src/model/silence.ts'
import type { Window } from '../src/model/window.ts'
import type { Direction } from '../src/model/traffic.ts'

type InWords<Said extends Pick<FaultVariant, 'windows' | 'silent'>> = Omit<Said, 'windows' | 'silent'> & {
  readonly windows: readonly (Omit<Window, 'because'> & { readonly because: string })[]
  readonly silent: readonly string[]
}

/** A prediction, or a variant of a plan. */
export const inWords = <Said extends Pick<FaultVariant, 'windows' | 'silent'>>(said: Said): InWords<Said> => ({
  ...said,
  windows: said.windows.map((window) => ({ ...window, because: reasonText(window.because) })),
  silent: said.silent.map(silenceText),
})

export const verdictInWords = ({ because, returned, ...verdict }: TargetVerdict) => ({
  ...verdict,
  because: reasonText(because),
  returned: returned === null ? null : { text: reasonText(returned.because), isUnbound: returned.isUnbound },
})

export const silence = (on: string, direction: Direction | null, because: string): Silence => ({
  on,
  direction,
  because: worded(because),
})
