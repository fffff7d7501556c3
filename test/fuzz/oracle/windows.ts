import { outsideWindow } from '../../../src/measure/window.ts'
import { experimentOf } from '../run.ts'
import type { Oracle } from './finding.ts'
import { reasonText } from '../../../src/model/reason.ts'

/** Every outage lies, within its error, in the window that theory gives it. */
export const windows: Oracle = ({ plan, trials }) => {
  const experiment = experimentOf(plan)
  const measures = trials.flatMap(({ measure }) => (measure === null ? [] : [measure]))
  return outsideWindow(experiment, measures).map(({ on, direction, trial, side, because }) => ({
    kind: `window ${side}`,
    trial,
    text: `${on} ${direction}, ${reasonText(because)}`,
  }))
}
