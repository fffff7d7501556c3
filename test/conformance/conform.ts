import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { readJournal } from '../../src/journal/read.ts'
import { splitTrials } from '../../src/journal/trials.ts'
import type { JournalBody, JournalEvent, StreamRecord } from '../../src/model/journal.ts'
import type { ExperimentSummary, FlowSummary, TrialSummary } from '../../src/report/schema.ts'
import { backhoe } from '../cli/backhoe.ts'
import { Scratch } from '../run/scratch.ts'

type Named<Name extends JournalBody['ev']> = Extract<JournalEvent, { readonly ev: Name }>
type Direction = StreamRecord['direction']

/** One experiment's first trial, as `backhoe run` has written it down. */
export class Outcome {
  readonly experiment: ExperimentSummary
  readonly trial: TrialSummary
  readonly events: readonly JournalEvent[]

  constructor(experiment: ExperimentSummary, trials: readonly (readonly JournalEvent[])[], number: number) {
    const [trial] = experiment.trials
    const events = trials.find(([start]) => start?.ev === 'start' && start.experiment === number && start.trial === 0)
    if (trial === undefined || events === undefined) throw new Error(`${experiment.name} has no trial`)
    this.experiment = experiment
    this.trial = trial
    this.events = events
  }

  all<Name extends JournalBody['ev']>(name: Name): Named<Name>[] {
    return this.events.filter((event): event is Named<Name> => event.ev === name)
  }

  flow(direction: Direction, name?: string): FlowSummary {
    const found = this.trial.flows.find((one) => one.direction === direction && (name ?? one.name) === one.name)
    if (found === undefined) throw new Error(`no flow ${name ?? ''} ${direction}`)
    return found
  }

  stream(direction: Direction): StreamRecord {
    const found = this.all('stream').find((one) => one.direction === direction)
    if (found === undefined) throw new Error(`no stream ${direction}`)
    return found
  }

  /** Endpoints that lost their carrier between injection and healing, in the order of the alphabet. */
  darkened(): string[] {
    const [from, to] = [this.injectedNs(), this.trial.fault.healedNs?.[0] ?? Infinity]
    const lost = this.all('state').filter(
      ({ watch, to: state, t }) => watch === 'carrier' && state === 'down' && t >= from && t < to,
    )
    return [...new Set(lost.map(({ node, name }) => `${node}:${name}`))].sort()
  }

  injectedNs(): number {
    const [before] = this.trial.fault.injectedNs ?? []
    if (before === undefined) throw new Error('nothing was injected')
    return before
  }

  /** The kernel lacks what it takes: then nothing was done, and its targets are unknown for that reason. */
  isUnable(): boolean {
    const [doubt] = this.trial.doubts
    if (!/^missing-capability: the kernel \S+ \S+ cannot do /.test(doubt?.text ?? '')) return false
    for (const { verdict, because } of this.experiment.targets) expect(verdict, because.text).toBe('unknown')
    return true
  }

  /** The fault was seen to act, and after healing everything is what it was: nothing speaks against the trial. */
  expectProved(): void {
    const { fault, gate, doubts } = this.trial
    expect({ gate: gate.passed, proof: fault.proof, doubts }).toEqual({
      gate: true,
      proof: { live: true, removed: true, evidence: expect.any(Array) as unknown },
      doubts: [],
    })
  }
}

/** `make prove` asks every fault's conformance of containers too: this is their runtime then. */
const RUNTIME = process.env['CONFORM_RUNTIME'] ?? 'netns'

/** Runs a lab of this folder by the command, and hands out every experiment's first trial by its name. */
export async function conform(lab: string, ...args: readonly string[]): Promise<ReadonlyMap<string, Outcome>> {
  using scratch = new Scratch()
  const file = join('test/conformance/labs', `${lab}.lab.ts`)
  const ended = await backhoe(['run', file, '--seed', '7', '--runtime', RUNTIME, '--out', scratch.path, ...args])
  // What a target of these labs says is nobody's promise; but the run itself must come to its end.
  const summary = scratch.summary(ended)
  const trials = splitTrials(readJournal(readFileSync(join(scratch.path, 'latest/journal.ndjson'), 'utf8'), 'journal'))
  return new Map(summary.experiments.map((one, number) => [one.name, new Outcome(one, trials, number)]))
}

/** The outcome of an experiment that must be there. */
export function named(outcomes: ReadonlyMap<string, Outcome>, name: string): Outcome {
  const found = outcomes.get(name)
  if (found === undefined) throw new Error(`no experiment ${name}; there are ${[...outcomes.keys()].join(', ')}`)
  return found
}
