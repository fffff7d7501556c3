import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Account, Cable, End, Event, Plan, State } from './files.ts'

/** One end of a cable, and what was captured there. */
export interface CapturedEnd {
  readonly cable: Cable
  readonly end: End
  readonly file: string
}

/** A trial that ran with `--pcap`: what it left in its files. */
export class Trial {
  readonly plan: Plan
  readonly events: readonly Event[]
  /** Every end of a cable of which there is a capture. */
  readonly captures: readonly CapturedEnd[]
  /** Ends of cables of which there is none. */
  readonly missing: readonly End[]

  /**
   * @param folder `runs/LAB/STAMP/trials/0-7`; plan and journal lie two folders above it.
   * @throws Error where a file is missing, or the journal has no such trial
   */
  constructor(folder: string) {
    const run = dirname(dirname(folder))
    this.plan = JSON.parse(readFileSync(join(run, 'plan.json'), 'utf8')) as Plan
    this.events = eventsOf(readFileSync(join(run, 'journal.ndjson'), 'utf8'), basename(folder))
    const captures = join(folder, 'pcap')
    const files = readdirSync(captures)
    const missing: End[] = []
    const names = fileNames(this.plan.cables)
    this.captures = this.plan.cables.flatMap((cable, number) =>
      (['a', 'b'] as const).flatMap((side) => {
        const [end, name] = [cable[side], `${names[number] ?? ''}-${side}.pcap`]
        if (!files.includes(name)) missing.push(end)
        return files.includes(name) ? [{ cable, end, file: join(captures, name) }] : []
      }),
    )
    this.missing = missing
  }

  get accounts(): readonly Account[] {
    return this.events.filter(({ ev }) => ev === 'stream') as unknown as readonly Account[]
  }

  /** What the watchers saw of one object, in order of time; every change is one entry. */
  states(watch: string, node: string, name: string): readonly State[] {
    const states = this.events.filter(({ ev }) => ev === 'state') as unknown as readonly State[]
    return states
      .filter((state) => state.watch === watch && state.node === node && state.name === name)
      .sort((a, b) => a.t - b.t)
  }

  /** Ends of cables at a node that were captured. */
  at(node: string): readonly CapturedEnd[] {
    return this.captures.filter(({ end }) => end.node === node)
  }
}

/** `r1:lan--sw1:eth2` is `r1_lan--sw1_eth2`; where that is another's already, the cable's number is behind it. */
function fileNames(cables: readonly Cable[]): readonly string[] {
  const names: string[] = []
  for (const [number, { name }] of cables.entries()) {
    const plain = name.replaceAll(/[^\w.-]/g, '_')
    names.push(names.includes(plain) ? `${plain}-${String(number)}` : plain)
  }
  return names
}

/** `id`: number of the experiment and of the trial, or `control`. */
function eventsOf(journal: string, id: string): readonly Event[] {
  const trials: Event[][] = []
  for (const line of journal.trimEnd().split('\n')) {
    const event = JSON.parse(line) as Event
    if (event.ev === 'start') trials.push([])
    trials.at(-1)?.push(event)
  }
  const found = trials.find(([start]) => start !== undefined && idOf(start) === id)
  if (found === undefined) throw new Error(`the journal has no trial ${id}`)
  return found
}

function idOf(start: Event): string {
  const { experiment, trial } = start as unknown as { experiment: number; trial: number | null }
  return `${String(experiment)}-${trial === null ? 'control' : String(trial)}`
}
