import { formatNs } from '../../../model/time.ts'
import type { RunEvent, TrialEnded } from '../../run-event.ts'
import type { ReporterKind } from '../kind.ts'
import type { Output, Reporter } from '../reporter.ts'

/** A line for each trial that ends and each target that is judged, as it happens, and one for the whole run. */
export const line: ReporterKind = { name: 'line', create: () => new LineReporter() }

class LineReporter implements Reporter {
  #lab = ''
  #total = 0
  #ended = 0

  begin({ lab, trials, seed }: Parameters<Reporter['begin']>[0], out: Output): void {
    this.#lab = lab
    this.#total = trials.length
    this.#ended = 0
    out.write(`${lab}: ${String(trials.length)} trials and controls, seed ${String(seed)}\n`)
  }

  event(event: RunEvent, out: Output): void {
    if (event.kind === 'trial-ended') {
      this.#ended += 1
      out.write(`${this.#lab}: trial ${String(this.#ended)} of ${String(this.#total)}: ${trialText(event)}\n`)
    }
    if (event.kind === 'verdict') {
      const { on, text, verdict, measured } = event.target
      out.write(`${this.#lab}: ${verdict}: ${event.name}: ${on} ${text}: ${measured}\n`)
    }
  }

  end({ status, summary, folder }: Parameters<Reporter['end']>[0], out: Output): void {
    const { met, missed, unknown } = summary.counts
    const counts = `${String(met)} met, ${String(missed)} missed, ${String(unknown)} unknown`
    out.write(`${this.#lab}: ${status}: ${counts}${folder === '' ? '' : `: ${folder}`}\n`)
  }
}

function trialText({ trial, failure, measure, labNs }: TrialEnded): string {
  const name = `${trial.name}, ${trial.index === null ? 'control' : `trial ${String(trial.index)}`}`
  if (failure !== null) return `${name}: failed: ${failure.what.split('\n')[0] ?? ''}`
  const worst = Math.max(
    0,
    ...measure.flows.map((flow) => Math.max(flow.outageNs ?? 0, flow.goneNs ?? flow.atLeastNs ?? 0)),
  )
  const outage = trial.index === null ? '' : worst === 0 ? ', no outage' : `, longest outage ${formatNs(worst)}`
  return `${name}: ${formatNs(labNs)} lab time${outage}`
}
