import { resolve } from 'node:path'
import { isName } from '../lab/names.ts'
import type { KernelChoice } from '../kernel/kernel.ts'
import type { PlanOptions } from '../plan/plan.ts'
import { fail } from '../model/problem.ts'
import { isRecord } from '../model/record.ts'
import type { CallSite } from '../words/callsite.ts'
import { Parameters } from '../words/parameters.ts'
import { quoted, shown } from '../words/shown.ts'
import { freshSeed } from './seed.ts'

/** How a lab is run. Everything has a default; what is wrong is refused with all problems at once, before any guest starts. */
export interface RunOptions {
  /** Of a lab that is given as an object; that of a file is the file's. Default `'lab'`. */
  readonly name?: string
  /** How nodes run: network namespaces or containers. Default `'netns'`. */
  readonly runtime?: 'netns' | 'containerlab'
  /** Where the lab runs. Default `'auto'`: the first of virtual, uml, host that can. */
  readonly kernel?: KernelChoice
  /** For every random choice in the run, a whole number from 0. Default: a fresh one, which `run-started` and the summary name. */
  readonly seed?: number
  /** Trials of each experiment. Default: each experiment's own number. */
  readonly trials?: number
  /** This trial of each experiment alone, from 0: to look at, not to judge. Default: all. */
  readonly trial?: number
  /** The experiment of this name, else all whose name holds this text. Default: all. */
  readonly only?: string
  /** Folder of all runs; each leaves one of its own below it. Default `'runs'`. */
  readonly out?: string
  /** Captures every cable, which moves instants a little: another identity. Default false. */
  readonly pcap?: boolean
  /** Of containerlab: works on the lab that runs already, and leaves it as it was. Default false. */
  readonly attach?: boolean
  /** Of containerlab on this machine's kernel: leaves the lab running. Default false. */
  readonly keep?: boolean
  /** Aborted, it ends the run: guests are stopped, what was changed on this machine is healed, and the result is of the trials that had ended. Default: none. */
  readonly signal?: AbortSignal
}

/** The same, read. */
export interface RunRequest {
  readonly name: string
  readonly runtime: 'netns' | 'containerlab'
  readonly kernel: KernelChoice
  readonly seed: number
  /** null: each experiment's own number. */
  readonly trials: number | null
  readonly trial: number | null
  readonly only: string | null
  readonly out: string
  readonly pcap: boolean
  readonly attach: boolean
  readonly keep: boolean
  readonly signal: AbortSignal | null
}

/** @throws BackhoeError (64) with everything that is wrong, at the call of the user */
export function readOptions(given: RunOptions, site: CallSite): RunRequest {
  const options = new Parameters('run', given, [], { noun: 'option', site })
  const signal = signalOf(options)
  const request: RunRequest = {
    name: labNameOf(options),
    runtime: options.oneOf('runtime', 'netns', ['netns', 'containerlab']),
    kernel: options.oneOf('kernel', 'auto', ['auto', 'virtual', 'uml', 'host']),
    seed: options.integer('seed', undefined, { min: 0 }) ?? freshSeed(),
    trials: options.integer('trials', undefined, { min: 1 }) ?? null,
    trial: options.integer('trial', undefined, { min: 0 }) ?? null,
    only: options.text('only') ?? null,
    out: folderOf(options),
    pcap: options.boolean('pcap', false),
    attach: options.boolean('attach', false),
    keep: options.boolean('keep', false),
    signal,
  }
  options.rejectUnknown()
  options.throwProblems()
  return request
}

/**
 * Of a run that was prepared before: all else was read then, and would change nothing any more.
 * @throws BackhoeError (64)
 */
export function readSignal(given: unknown, site: CallSite): AbortSignal | null {
  const options = new Parameters('run', given, [], { noun: 'option', site })
  const signal = signalOf(options)
  for (const name of Object.keys(isRecord(given) ? given : {})) {
    if (name === 'signal' || !options.has(name)) continue
    options.problem(
      'option-after-prepare',
      `the run is prepared already, and its option ${quoted(name)} would change nothing`,
      { allowed: 'signal', next: 'give the options to prepare' },
      name,
    )
  }
  options.throwProblems()
  return signal
}

function signalOf(options: Parameters): AbortSignal | null {
  const signal = options.is('signal', AbortSignal) ?? null
  if (signal === null && options.has('signal'))
    options.problem('bad-parameter', options.describe('signal'), { allowed: 'an AbortSignal' }, 'signal')
  return signal
}

function folderOf(options: Parameters): string {
  const out = options.text('out') ?? 'runs'
  if (out.trim() !== '' && !out.includes('\0')) return resolve(out)
  const allowed = "the path of a folder, such as 'runs', or '.' for the current one"
  options.problem('bad-parameter', options.describe('out'), { allowed }, 'out')
  return ''
}

/** How a lab that is planned for looking at is planned. */
export interface PlanChoice {
  /** Of a lab that is given as an object; that of a file is the file's. Default `'lab'`. */
  readonly name?: string
  /** How nodes run: network namespaces or containers. Default `'netns'`. */
  readonly runtime?: 'netns' | 'containerlab'
  /** Trials of each experiment. Default: each experiment's own number. */
  readonly trials?: number
  /** Of containerlab: a lab that runs already, which stays as it is. Default false. */
  readonly attach?: boolean
  /** Clock ticks of the kernel that will run it. Default 100, as user-mode-linux has. */
  readonly hz?: number
}

/** @throws BackhoeError (64) with everything that is wrong, at the call of the user */
export function readPlanChoice(
  given: PlanChoice,
  site: CallSite,
): { readonly name: string; readonly plan: PlanOptions } {
  const options = new Parameters('plan', given, [], { noun: 'option', site })
  const trials = options.integer('trials', undefined, { min: 1 })
  const plan: PlanOptions = {
    hz: options.integer('hz', 100, { min: 1 }),
    runtime: options.oneOf('runtime', 'netns', ['netns', 'containerlab']),
    mode: options.boolean('attach', false) ? 'attach' : 'deploy',
    ...(trials === undefined ? {} : { trials }),
  }
  const name = labNameOf(options)
  options.rejectUnknown()
  options.throwProblems()
  return { name, plan }
}

/** It names a folder, too. */
function labNameOf(options: Parameters): string {
  const name = options.text('name') ?? 'lab'
  if (!isName(name) || /^\.+$/.test(name))
    options.problem(
      'bad-name',
      `the lab is named ${quoted(name)}`,
      { allowed: '1 to 100 printable characters on one line, no / or \\ among them, and no blank at either end' },
      'name',
    )
  return name
}

/** @throws BackhoeError (64) where they are not paths, one at least, each an argument of its own */
export function readFolders(given: readonly unknown[], site: CallSite): readonly [string, ...string[]] {
  const [first, ...rest] = given
  if (isText(first) && rest.every(isText)) return [first, ...rest]
  const where = site.text
  return fail({
    code: 'bad-folder',
    what: `the folders of report are ${given.length === 0 ? 'missing' : given.map(shown).join(', ')}`,
    ...(where === undefined ? {} : { where }),
    allowed: "paths of the folders of runs, each an argument of its own: report('runs/latest')",
  })
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
