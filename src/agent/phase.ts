import { isMiiMonitor, type MiiMonitor } from '../mechanisms/bond/data-kinds.ts'
import { DEFAULT_PERIOD_NS, type Phase, type PhasePlan } from '../model/phase.ts'
import { formatNs, type Ns } from '../model/time.ts'
import { aim, phaseAt } from './aim.ts'
import type { TrialContext } from './context.ts'
import { restartMonitor } from '../inject/monitor.ts'
import type { RunningLab } from './lab.ts'
import { TimerEvents } from '../observe/timers/timer-events.ts'
import { until } from '../linux/pause.ts'
import { wheelInstant } from '../linux/wheel.ts'

/** Closer than this to the present, an instant is missed. */
const LEAD_NS = 1e6
/** An event that has not come by then is not coming. */
const PATIENCE_PERIODS = 3
/** Behind an instant of the timer wheel, so that it is not before it by the clock's error. */
const BEHIND_NS = 50e3

/** A timer that is followed until the fault. */
interface Followed {
  readonly name: string
  readonly from: 'theory' | 'topology' | 'wire' | 'default'
  readonly periodNs: Ns
  /** Of its events the last by this instant. */
  readonly lastBy: (atNs: Ns) => Ns
  /** Of a monitor that can be started anew; what that takes, and when it could be done. */
  readonly monitor: Monitor | null
}

interface Monitor {
  readonly granuleNs: Ns
  /** Starts it at this instant, and counts from there. */
  readonly start: (atNs: Ns) => Promise<void>
}

/** When the fault is to strike, and what to write once it has. */
export interface Injection {
  readonly atNs: Ns
  /** Journals the phase of every timer at the instant at which the fault did strike, and follows none any longer. */
  readonly struck: (injectedNs: Ns) => void
  /** Closes what it took. That waits for an RCU grace period each (packet_release), and must not be when something is measured. */
  readonly close: () => void
}

/** Waits for events of the timers, starts those anew that can be, and chooses the instant for the phases that are wanted. */
export async function chooseMoment(
  lab: RunningLab,
  plan: PhasePlan,
  wanted: readonly number[],
  context: TrialContext,
): Promise<Injection> {
  const { clock } = context
  const followers = new Followers(lab, context)
  const followed = await Promise.all([
    followers.follow(plan.named, 'theory'),
    followers.follow(plan.others, 'topology'),
  ])
  const timers = [...followed.flat(), ...followers.heard(plan.heardNs ?? 0)].sort((a, b) => b.periodNs - a.periodNs)
  const [first = theClock, ...rest] = timers.slice(0, plan.onlyLongest ? 1 : wanted.length)
  const all = [first, ...rest] as const
  const aimed = all.map(({ periodNs, lastBy, monitor }, dimension) => ({
    periodNs,
    wanted: wanted[dimension] ?? 0,
    eventNs: lastBy(clock.now()),
    granuleNs: monitor?.granuleNs ?? null,
  }))
  const { atNs, starts, steps } = aim(aimed as [(typeof aimed)[number]], clock.now() + LEAD_NS, plan.extraNs)
  for (const [at, startNs] of [...starts.entries()].sort(([, a], [, b]) => (a ?? 0) - (b ?? 0)))
    if (startNs !== null) await all[at]?.monitor?.start(startNs)
  return {
    atNs,
    struck: (injectedNs) => {
      for (const [at, { name, from, periodNs, lastBy }] of all.entries()) {
        const eventNs = lastBy(injectedNs)
        const offsetNs = Math.round(phaseAt(eventNs, periodNs, injectedNs) * periodNs)
        const because = `${name}: ${formatNs(offsetNs)} after it`
        context.journal.write(
          { ev: 'phase', timer: name, source: from, periodNs, stepNs: steps[at] ?? null, eventNs, offsetNs, because },
          injectedNs,
        )
      }
      followers.forget()
    },
    close: () => {
      followers.close()
    },
  }
}

/** Where no timer is known. */
const theClock: Followed = {
  name: 'the lab’s clock, for no timer is known',
  from: 'default',
  periodNs: DEFAULT_PERIOD_NS,
  lastBy: () => 0,
  monitor: null,
}

class Followers {
  readonly #lab: RunningLab
  readonly #context: TrialContext
  readonly #open: TimerEvents[] = []

  constructor(lab: RunningLab, context: TrialContext) {
    this.#lab = lab
    this.#context = context
  }

  /** Those of which an event came. */
  async follow(phases: readonly Phase[], from: Followed['from']): Promise<readonly Followed[]> {
    const followed = await Promise.all(phases.map((phase) => this.#followOne(phase, from)))
    return followed.filter((one) => one !== null)
  }

  async #followOne({ because, periodNs, after }: Phase, from: Followed['from']): Promise<Followed | null> {
    if (isMiiMonitor(after)) return { name: because, from, periodNs, ...(await this.#monitor(after)) }
    const events = new TimerEvents(after, this.#lab.namespaces, this.#lab.watcher)
    this.#open.push(events)
    const firstNs = await events.next(PATIENCE_PERIODS * periodNs)
    return firstNs === null
      ? null
      : { name: because, from, periodNs, lastBy: () => events.lastNs ?? firstNs, monitor: null }
  }

  async #monitor({ node, bond, miimonNs, granuleNs }: MiiMonitor): Promise<Pick<Followed, 'lastBy' | 'monitor'>> {
    const { clock } = this.#context
    let lastNs = await wheelInstant(miimonNs, clock)
    const start = async (atNs: Ns): Promise<void> => {
      await until(clock, atNs + BEHIND_NS, this.#lab.watcher)
      // On a busy machine it may be a granule later than it was to be.
      const lateNs = Math.floor((clock.now() - atNs) / granuleNs) * granuleNs
      restartMonitor(this.#lab.namespaces, node, bond, miimonNs)
      lastNs = atNs + lateNs
    }
    return { lastBy: () => lastNs, monitor: { granuleNs, start } }
  }

  /** What the nodes heard before, and hear no longer from now on. */
  heard(longestNs: Ns): readonly Followed[] {
    const heard = this.#lab.hearing?.periodic(this.#context.clock.now(), longestNs) ?? []
    return heard.map(({ name, periodNs, lastBy }) => ({
      name,
      from: 'wire',
      periodNs,
      lastBy,
      monitor: null,
    }))
  }

  forget(): void {
    for (const one of this.#open) one.forget()
    this.#lab.hearing?.forget()
  }

  close(): void {
    for (const one of this.#open) one.close()
    this.#lab.hearing?.close()
  }
}
