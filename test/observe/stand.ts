import { readFileSync } from 'node:fs'
import type { JournalBody } from '../../src/model/journal.ts'
import { panelEnd, REDIRECT_PREF, WIRE, type Operation } from '../../src/model/operation.ts'
import type { WatchPlan } from '../../src/model/plan.ts'
import type { Ns } from '../../src/model/time.ts'
import type { Topology } from '../../src/model/topology.ts'
import { Clock } from '../../src/linux/clock.ts'
import { Executor } from '../../src/inject/executor.ts'
import { Panel } from '../../src/inject/panel.ts'
import { Namespaces } from '../../src/linux/netns.ts'
import { Watcher } from '../../src/observe/watcher.ts'
import { until } from '../../src/linux/pause.ts'
import { startDaemons } from '../../src/agent/start.ts'
import { wiring, type WiringPlan } from '../../src/plan/wiring.ts'

export type Seen = { readonly t: Ns } & JournalBody

/** A topology, wired inside the guest, with what an observer's test needs around it. */
export class Stand {
  readonly clock = new Clock()
  readonly virtualTime = readFileSync('/proc/cmdline', 'utf8').includes('time-travel=')
  readonly namespaces = new Namespaces()
  readonly seen: Seen[] = []
  readonly panel: Panel
  readonly executor: Executor
  readonly wiring: WiringPlan
  readonly topology: Topology
  #watcher: Watcher | null = null

  constructor(topology: Topology) {
    this.topology = topology
    this.wiring = wiring(topology)
    this.panel = new Panel(this.namespaces, topology.cables)
    this.executor = new Executor(this.namespaces, this.panel, '/tmp/nodes')
    this.executor.apply(this.wiring.build)
  }

  /** With every daemon started and every protocol settled. `more`: what is watched beside what the topology needs. */
  async watch(more: WatchPlan = {}): Promise<Watcher> {
    const { namespaces, clock, panel, wiring, topology, executor } = this
    const journal = { write: (body: JournalBody, at: Ns = clock.now()) => void this.seen.push({ t: at, ...body }) }
    const { cables } = topology
    const watcher = await Watcher.start({
      namespaces,
      clock,
      journal,
      plan: { ...wiring.watch, ...more },
      cables,
      panel,
      dir: executor.dir,
    })
    this.#watcher = watcher
    await startDaemons(wiring.daemons, { executor, watcher, clock })
    for (const { wait, deadlineNs } of wiring.settle) await watcher.waitFor(wait, clock.now() + deadlineNs)
    return watcher
  }

  readonly sleepUntil = (at: Ns): void => {
    if (this.#watcher === null) this.clock.sleepUntil(at)
    else this.#watcher.sleepUntil(at)
  }

  /** Applies the operations at the instant, to a few microseconds. */
  async at(atNs: Ns, operations: readonly Operation[]): Promise<Ns> {
    await until(this.clock, atNs, this)
    this.executor.apply(operations)
    return atNs
  }

  async rest(ns: Ns): Promise<void> {
    await until(this.clock, this.clock.now() + ns, this)
  }
}

/** Light on both ends of a cable. */
export const light = (cable: number, on: boolean): Operation[] =>
  (['a', 'b'] as const).map((end) => ({ op: 'light', cable, end, on }))

const everything = { pref: REDIRECT_PREF - 1, match: { match: 'all' } } as const

/** Frames that the node at this end sends are lost, or no longer. */
export const silence = (cable: number, end: 'a' | 'b', on: boolean): Operation[] => [
  { op: on ? 'drop' : 'filter-delete', ns: WIRE, name: panelEnd(cable, end).name, ...everything },
]
