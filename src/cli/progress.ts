import { formatNs } from '../model/time.ts'
import type { Ns } from '../model/time.ts'
import type { RunEvent, RunStarted, RunTrial, TrialEnded } from '../report/run-event.ts'
import { clip } from '../report/text.ts'
import { bar, roughly } from './bar.ts'
import { Estimate } from './estimate.ts'
import type { LiveLines } from './live-lines.ts'
import { describePlan } from './plan-lines.ts'
import { paint, type Paint, type TerminalStyle } from './terminal.ts'
import { worse, worstText, type Worst } from './worst.ts'

/** A trial that runs, and how far it is. */
interface Running {
  readonly trial: RunTrial
  readonly labNs: Ns
}

/** Where a person watches, a live line for each guest and one for the whole run; else a line for each trial that ends. */
export class Progress {
  readonly #live: LiveLines
  readonly #style: TerminalStyle
  readonly #paint: Paint
  readonly #startedMs = performance.now()
  /** A place for each guest: a trial keeps its line while it runs. */
  #guests: (Running | null)[] = []
  #total = 0
  #ended = 0
  #labNs: Ns = 0
  #estimate: Estimate | null = null
  /** What a lab of containers has last brought up. */
  #deploying = ''
  /** Of each experiment: trials of two run side by side where one ends and the next begins. */
  readonly #worsts = new Map<number, Worst>()
  /** Whose trial ended last. */
  #experiment = -1

  constructor(live: LiveLines, style: TerminalStyle) {
    this.#live = live
    this.#style = style
    this.#paint = paint(style.color)
  }

  show(event: RunEvent): void {
    if (event.kind === 'run-started') this.#started(event)
    if (event.kind === 'lab-deploying') this.#deploys(event.text)
    if (event.kind === 'trial-started') this.#run({ trial: event.trial, labNs: 0 })
    if (event.kind === 'beat') this.#run(event)
    if (event.kind === 'trial-ended') this.#trialEnded(event)
    if (event.kind === 'run-ended') this.#live.close()
  }

  #started(start: RunStarted): void {
    this.#total = start.trials.length
    this.#guests = Array<null>(start.guests).fill(null)
    this.#estimate = new Estimate(start, performance.now())
    this.#live.print(`${describePlan(start, this.#paint).join('\n')}\n`)
    this.#live.show(() => this.#lines())
  }

  #deploys(text: string): void {
    this.#deploying = text
    if (!this.#style.live) this.#live.print(`deploy: ${text}`)
  }

  #run({ trial, labNs }: Running): void {
    const own = this.#guests.findIndex((guest) => guest?.trial.id === trial.id)
    const place = own === -1 ? this.#guests.indexOf(null) : own
    this.#guests[place === -1 ? this.#guests.length : place] = { trial, labNs }
    if (labNs > 0) this.#deploying = ''
  }

  #trialEnded({ trial, failure, measure, labNs }: TrialEnded): void {
    const place = this.#guests.findIndex((guest) => guest?.trial.id === trial.id)
    if (place !== -1) this.#guests[place] = null
    this.#ended += 1
    this.#labNs += labNs
    this.#estimate?.ended(trial, labNs)
    this.#experiment = trial.experiment
    if (trial.index !== null) this.#worsts.set(trial.experiment, measure.flows.reduce(worse, this.#worst()))
    // What no guest could run was told before the run, for all trials at once.
    if (place === -1) return
    const head = `${this.#count()}  ${trialText(trial)}`
    if (failure !== null)
      this.#live.print(`${head}  ${this.#paint.yellow(`failed: ${failure.what.split('\n')[0] ?? ''}`)}`)
    else if (!this.#style.live)
      this.#live.print([`${head}  ${formatNs(labNs)} lab time`, worstText(this.#worst())].filter(isText).join('  '))
  }

  #lines(): string[] {
    const guests = this.#guests.map((guest, number) => this.#clipped(guestText(guest, number + 1)))
    const all = [this.#count(), this.#left(), worstText(this.#worst()), this.#pace()].filter(isText).join('  ')
    const columns = this.#style.width < 100 ? 10 : 24
    const shown = bar(this.#ended / Math.max(1, this.#total), columns, this.#paint)
    return [
      ...(this.#deploying === '' ? [] : [this.#clipped(`  deploy   ${this.#deploying}`)]),
      ...guests.map((line) => this.#paint.dim(line)),
      `  ${shown}  ${this.#clipped(all, columns + 4)}`,
    ]
  }

  #clipped(text: string, beside = 0): string {
    return clip(text, this.#style.width - 1 - beside)
  }

  #count(): string {
    return `trial ${String(this.#ended)} of ${String(this.#total)}`
  }

  #worst(): Worst {
    return this.#worsts.get(this.#experiment) ?? null
  }

  /** Laboratory seconds a second. */
  #pace(): string {
    const labNs = this.#guests.reduce((sum, guest) => sum + (guest?.labNs ?? 0), this.#labNs)
    return `×${(labNs / 1e6 / Math.max(1, performance.now() - this.#startedMs)).toFixed(0)}`
  }

  #left(): string {
    const running = new Map(this.#guests.flatMap((guest) => (guest === null ? [] : [[guest.trial.id, guest.labNs]])))
    const ms = this.#estimate?.leftMs(running, performance.now()) ?? null
    return ms === null || this.#ended === this.#total ? '' : `about ${roughly(ms)} left`
  }
}

const isText = (text: string): boolean => text !== ''

const guestText = (guest: Running | null, number: number): string =>
  guest === null
    ? `  guest ${String(number)}  –`
    : `  guest ${String(number)}  ${(guest.labNs / 1e9).toFixed(0).padStart(4)} s  ${trialText(guest.trial)}`

const trialText = ({ name, index }: RunTrial): string =>
  `${name}, ${index === null ? 'control' : `trial ${String(index)}`}`
