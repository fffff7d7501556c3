import type { FlowMeasure } from '../model/measure.ts'
import { formatNs } from '../model/time.ts'
import type { Ns } from '../model/time.ts'
import type { RunEvent, RunStarted, RunTrial, TrialEnded } from '../report/run-event.ts'
import { describePlan } from './plan-lines.ts'
import { paint } from './terminal.ts'
import type { TerminalStyle } from './terminal.ts'

/** A line for each trial that ends and, where a person watches, one live line below them. */
export class Progress {
  readonly #stream: NodeJS.WriteStream
  readonly #style: TerminalStyle
  readonly #startedMs = performance.now()
  readonly #running = new Map<string, Ns>()
  #total = 0
  #ended = 0
  #labNs: Ns = 0
  /** Of the experiment whose trial ended last. */
  #worst: Worst = null
  #experiment = -1

  constructor(stream: NodeJS.WriteStream, style: TerminalStyle) {
    this.#stream = stream
    this.#style = style
  }

  show(event: RunEvent): void {
    if (event.kind === 'run-started') this.#started(event)
    if (event.kind === 'lab-deploying') this.#line(`deploy: ${event.text}`)
    if (event.kind === 'trial-started') this.#running.set(event.trial.id, 0)
    if (event.kind === 'beat') this.#running.set(event.trial.id, event.labNs)
    if (event.kind === 'trial-ended') this.#trialEnded(event)
    if (event.kind === 'run-ended') this.close()
    else this.#draw()
  }

  #started(start: RunStarted): void {
    this.#total = start.trials.length
    this.#stream.write(`${describePlan(start, paint(this.#style.color)).join('\n')}\n\n`)
  }

  #trialEnded({ trial, failure, measure, labNs }: TrialEnded): void {
    const hasRun = this.#running.delete(trial.id)
    this.#ended += 1
    this.#labNs += labNs
    if (trial.experiment !== this.#experiment) this.#worst = null
    this.#experiment = trial.experiment
    if (trial.index !== null) for (const flow of measure.flows) this.#worst = worse(this.#worst, flow)
    // What no guest could run was told before the run, for all trials at once.
    if (!hasRun) return
    if (failure !== null) this.#line(`${this.#count()}  ${trialText(trial)}  ${this.#failed(failure.what)}`)
    else if (!this.#style.live)
      this.#line(`${this.#count()}  ${trialText(trial)}  ${formatNs(labNs)} lab time${this.#worstText()}`)
  }

  /** Takes the live line away, for what follows. */
  close(): void {
    if (this.#style.live) this.#stream.write('\r\u001B[K')
  }

  #line(text: string): void {
    this.close()
    this.#stream.write(`${text}\n`)
  }

  #draw(): void {
    if (!this.#style.live) return
    const text = `${this.#count()}  ${this.#speed()}${this.#worstText()}`
    this.#stream.write(`\r\u001B[K${text.slice(0, this.#style.width - 1)}`)
  }

  #failed(what: string): string {
    return paint(this.#style.color).yellow(`failed: ${what.split('\n')[0] ?? ''}`)
  }

  #count(): string {
    return `trial ${this.#ended} of ${this.#total}`
  }

  #speed(): string {
    const labNs = [...this.#running.values()].reduce((sum, ns) => sum + ns, this.#labNs)
    const wallS = (performance.now() - this.#startedMs) / 1000
    return `${(labNs / 1e9).toFixed(0)} lab seconds in ${wallS.toFixed(0)} s (×${(labNs / 1e9 / Math.max(wallS, 0.001)).toFixed(0)})`
  }

  #worstText(): string {
    if (this.#worst === null) return ''
    const { never, ns, on } = this.#worst
    return `  worst so far: ${never ? `never back within ${formatNs(ns)}` : formatNs(ns)} (${on})`
  }
}

const trialText = ({ name, index }: RunTrial): string => `${name}, ${index === null ? 'control' : `trial ${index}`}`

type Worst = { readonly ns: Ns; readonly never: boolean; readonly on: string } | null

/** Of an outage that ended and one that did not the longer counts. */
function worse(worst: Worst, flow: FlowMeasure): Worst {
  if (flow.outcome === 'untouched') return worst
  const [ended, open] = [flow.outageNs ?? 0, flow.goneNs ?? flow.atLeastNs ?? 0]
  const ns = Math.max(ended, open)
  const never = open > 0 && open >= ended
  const isWorse = worst === null || ns > worst.ns || (ns === worst.ns && never && !worst.never)
  return isWorse ? { ns, never, on: `${flow.name} ${flow.direction}` } : worst
}
