import { formatNs, ms } from '../model/time.ts'
import { repeatCommand } from './repeat.ts'
import type { ExperimentSummary, Summary, TargetSummary } from './schema.ts'

/** What a target's return cost; '': there is nothing to say. */
export const costText = ({ returned }: TargetSummary): string =>
  returned === null ? '' : `${returned.because.text}${returned.isUnbound ? ', and no target binds that' : ''}`

/** Everything that is known of one target's verdict, a line each, with the command that repeats its trial: for reports of tests. */
export function targetDetails(summary: Summary, experiment: ExperimentSummary, target: TargetSummary): string {
  const windows = experiment.windows
    .filter((window) => window.on === target.on)
    .map(
      (window) =>
        `window    ${window.direction ?? 'stall'}: ${formatNs(ms(window.lowMs))} to ${window.highMs === null ? 'never' : formatNs(ms(window.highMs))}, ${window.because.text}`,
    )
  return [
    `target    ${target.on}: ${target.text}`,
    `measured  ${target.measured}`,
    `because   ${target.because.text}`,
    ...(target.returned === null ? [] : [`return    ${costText(target)}`]),
    ...(windows.length > 0 ? windows : ['window    none: theory is silent']),
    `seed      ${String(summary.seed)}`,
    `repeat    ${repeatCommand(summary, experiment, target.trial)}`,
  ].join('\n')
}
