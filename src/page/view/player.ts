import { batch, computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { Ns } from '../../model/time.ts'
import { choiceIn, fragmentOf, type Choice } from '../address.ts'
import type { Axis } from '../axis.ts'
import type { ReplayData } from '../data.ts'
import type { FlowKey } from '../flow-lanes.ts'
import { stageOf, startNs, storyAt, within, zoomed, type Preset, type Stage, type Zoom } from '../stage.ts'

export const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 5, 10] as const

/** The page's address is written when nothing has changed for so long. */
const WRITE_AFTER_MS = 250
/** Of a reader who wants no motion: events follow each other after so long at speed 1. */
const STILL_MS = 1000

/** What is chosen, and what follows from it. */
export class Player {
  readonly data: ReplayData
  readonly experiment: Signal<number>
  readonly trial: Signal<number>
  readonly flow: Signal<FlowKey | null>
  /** Since the fault. */
  readonly sinceNs: Signal<Ns>
  readonly zoom: Signal<Zoom | null>
  readonly beside: Signal<number | null>
  readonly isPlaying = signal(false)
  readonly speed = signal(1)
  readonly stage: ReadonlySignal<Stage>
  /** On the lab's clock. */
  readonly atNs: ReadonlySignal<Ns>
  readonly axis: ReadonlySignal<Axis>
  /** The trial beside it; null: none. */
  readonly other: ReadonlySignal<Stage | null>
  /** How many events have happened. */
  readonly past: ReadonlySignal<number>

  private constructor(data: ReplayData, first: Stage, choice: Choice) {
    this.data = data
    this.experiment = signal(choice.experiment)
    this.trial = signal(choice.trial)
    this.flow = signal(choice.flow)
    this.sinceNs = signal(choice.atNs)
    this.zoom = signal(choice.zoom)
    this.beside = signal(choice.beside)
    this.stage = computed(() => {
      const story = storyAt(data, { experiment: this.experiment.value, trial: this.trial.value })
      return story === undefined || story === first.story ? first : stageOf(story)
    })
    this.atNs = computed(() => this.stage.value.zeroNs + this.sinceNs.value)
    this.axis = computed(() => {
      const { whole } = this.stage.value
      const zoom = this.zoom.value === null ? null : within(whole, this.zoom.value)
      return zoom === null ? whole : { ...whole, fromNs: whole.zeroNs + zoom.fromNs, toNs: whole.zeroNs + zoom.toNs }
    })
    this.other = computed(() => {
      const trial = this.beside.value
      if (trial === null) return null
      const story = storyAt(data, { experiment: this.experiment.value, trial })
      return story?.trial === trial ? stageOf(story) : null
    })
    this.past = computed(() => {
      const [atNs, { events }] = [this.atNs.value, this.stage.value]
      return events.filter((one) => one.atNs <= atNs).length
    })
  }

  /** null: no trial has left anything to replay. */
  static of(data: ReplayData, fragment: string): Player | null {
    const said = choiceIn(fragment)
    const start = { ...data.start, ...said }
    const story = storyAt(data, start) ?? storyAt(data, data.start)
    if (story === undefined) return null
    const first = stageOf(story)
    const { experiment } = storyAt(data, start) === undefined ? data.start : start
    const choice = {
      experiment,
      trial: story.trial ?? 0,
      beside: said?.beside ?? null,
      atNs: said?.atNs ?? startNs(first),
      flow: flowIn(first, said?.flow ?? null),
      zoom: said?.zoom ?? null,
    }
    const player = new Player(data, first, choice)
    player.pick(choice.atNs + first.zeroNs)
    return player
  }

  get choice(): Choice {
    return {
      experiment: this.experiment.value,
      trial: this.trial.value,
      beside: this.beside.value,
      atNs: this.sinceNs.value,
      flow: this.flow.value,
      zoom: this.zoom.value,
    }
  }

  /** Goes to an instant of the lab's clock; the axis follows where it would leave it. */
  pick(atNs: Ns): void {
    const { whole, zeroNs } = this.stage.value
    const at = Math.round(Math.min(whole.toNs, Math.max(whole.fromNs, atNs)))
    batch(() => {
      this.sinceNs.value = at - zeroNs
      const { fromNs, toNs } = this.axis.value
      if (at < fromNs || at > toNs) this.pan(at - (fromNs + toNs) / 2)
    })
  }

  toEvent(step: -1 | 1): void {
    const { events } = this.stage.value
    const next =
      step > 0
        ? events.find(({ atNs }) => atNs > this.atNs.value)
        : events.findLast(({ atNs }) => atNs < this.atNs.value)
    if (next !== undefined) this.pick(next.atNs)
  }

  toTrial(step: -1 | 1): void {
    const trials = this.data.experiments[this.experiment.value]?.trials ?? []
    const at = trials.findIndex((one) => one.trial === this.trial.value)
    const next = trials[at + step]?.trial
    if (next != null) this.choose(this.experiment.value, next)
  }

  /** Another trial, at the same time since its fault. */
  choose(experiment: number, trial: number): void {
    batch(() => {
      const isOther = experiment !== this.experiment.value
      this.experiment.value = experiment
      this.trial.value = storyAt(this.data, { experiment, trial })?.trial ?? trial
      this.flow.value = flowIn(this.stage.value, this.flow.value)
      if (isOther) {
        this.beside.value = null
        this.zoom.value = null
        this.sinceNs.value = startNs(this.stage.value)
      }
      this.pick(this.atNs.value)
    })
  }

  turn(): void {
    const flow = this.flow.value
    const { flows } = this.stage.value
    const at = flows.findIndex((one) => isSame(one, flow))
    const other = flows.find((one) => one.flow === flow?.flow && one.direction !== flow.direction)
    this.flow.value = other ?? flows[(at + 1) % Math.max(1, flows.length)] ?? null
  }

  /** The same stretch of time since the fault, of the trial beside. */
  axisOf({ whole }: Stage): Axis {
    const { fromNs, toNs, zeroNs } = this.axis.value
    return { ...whole, fromNs: whole.zeroNs + fromNs - zeroNs, toNs: whole.zeroNs + toNs - zeroNs }
  }

  show({ zoom, fromNs, toNs }: Preset): void {
    batch(() => {
      this.zoom.value = zoom
      const atNs = this.atNs.value
      if (atNs < fromNs || atNs > toNs) this.pick(fromNs)
    })
  }

  zoomBy(factor: number, aboutNs: Ns = this.atNs.value): void {
    this.zoom.value = within(this.stage.value.whole, zoomed(this.axis.value, factor, aboutNs))
  }

  /** By a share of the axis. */
  panBy(share: number): void {
    this.pan(share * (this.axis.value.toNs - this.axis.value.fromNs))
  }

  pan(byNs: Ns): void {
    const { fromNs, toNs, zeroNs } = this.axis.value
    if (this.zoom.value === null) return
    this.zoom.value = within(this.stage.value.whole, { fromNs: fromNs + byNs - zeroNs, toNs: toNs + byNs - zeroNs })
  }

  /** Plays or stops; at the end it begins anew. */
  play(): void {
    const { whole } = this.stage.value
    if (!this.isPlaying.value && this.atNs.value >= whole.toNs) this.pick(whole.fromNs)
    this.isPlaying.value = !this.isPlaying.value
  }

  /** Moves the instant while it plays: with the wall's clock, or from event to event. */
  run(isStill: boolean): void {
    effect(() => {
      if (!this.isPlaying.value) return
      const speed = this.speed.value
      if (isStill) {
        const timer = setInterval(() => {
          this.stepStill()
        }, STILL_MS / speed)
        return () => {
          clearInterval(timer)
        }
      }
      let last = performance.now()
      const next = (now: number): void => {
        this.pick(this.atNs.peek() + (now - last) * 1e6 * speed)
        last = now
        if (this.atNs.peek() >= this.stage.peek().whole.toNs) this.isPlaying.value = false
        else frame = requestAnimationFrame(next)
      }
      let frame = requestAnimationFrame(next)
      return () => {
        cancelAnimationFrame(frame)
      }
    })
  }

  private stepStill(): void {
    const before = this.atNs.peek()
    this.toEvent(1)
    if (this.atNs.peek() === before) this.isPlaying.value = false
  }

  /** The address is that of what is shown, once something was chosen; and what an address says is shown. */
  bind(): void {
    let isFirst = true
    let timer = 0
    effect(() => {
      const fragment = fragmentOf(this.choice)
      clearTimeout(timer)
      if (!isFirst)
        timer = setTimeout(() => {
          history.replaceState(null, '', `#${fragment}`)
        }, WRITE_AFTER_MS)
      isFirst = false
    })
    addEventListener('hashchange', () => {
      const said = choiceIn(location.hash)
      if (said === null) return
      batch(() => {
        this.choose(said.experiment ?? 0, said.trial ?? 0)
        this.flow.value = flowIn(this.stage.value, said.flow ?? this.flow.value)
        this.beside.value = said.beside ?? null
        this.zoom.value = said.zoom ?? null
        if (said.atNs !== undefined) this.pick(said.atNs + this.stage.value.zeroNs)
      })
      document.getElementById('replay')?.scrollIntoView()
    })
  }
}

const isSame = (one: FlowKey, other: FlowKey | null): boolean =>
  one.flow === other?.flow && one.direction === other.direction

/** The flow, if the trial has it; else the first that lost packets, or the first. */
function flowIn({ flows, story }: Stage, flow: FlowKey | null): FlowKey | null {
  const hit = story.spans.find((one) => one.is === 'outage')
  const lost = hit?.is === 'outage' ? hit : null
  return flows.find((one) => isSame(one, flow)) ?? flows.find((one) => isSame(one, lost)) ?? flows[0] ?? null
}
