import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { allowedCpus } from '../src/run/cpus.ts'
import { shareOfOthers, ticks, TICKS_PER_SECOND } from './machine.ts'

const BIN = join(import.meta.dirname, '../bin/backhoe.js')
const CPUS = 2
/** One is met, one is missed, one is undecided: a run that ended as it should. */
const ENDED = [0, 1, 2]

/** `backhoe --help`, from start to end, in bare starts of Node. */
export const helpStarts = (): number => nodeMs([BIN, '--help']) / paceMs()

/** Node that does nothing, from start to end, wall milliseconds: the pace of this machine at this moment. */
export const paceMs = (): number => nodeMs(['--eval', '0'])

function nodeMs(args: readonly string[]): number {
  const started = performance.now()
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' })
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${String(status)}`)
  return performance.now() - started
}

/** `backhoe run` of one trial of a lab, without its control, wall seconds of the whole command. */
export function trialSeconds(lab: string): number {
  const out = mkdtempSync(join(tmpdir(), 'backhoe-bench-'))
  try {
    const args = ['run', lab, '--kernel', 'virtual', '--seed', '1', '--trial', '0', '--out', out]
    const started = performance.now()
    const { status, stderr } = spawnSync(process.execPath, [BIN, ...args], { encoding: 'utf8', stdio: 'pipe' })
    if (!ENDED.includes(status ?? -1)) throw new Error(`backhoe run ${lab} ended with ${String(status)}\n${stderr}`)
    return (performance.now() - started) / 1000
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

export interface Speed {
  /** Laboratory seconds for each second of the wall. */
  readonly perWallSecond: number
  /** The same, had both cores been ours alone and never idle. */
  readonly perCpuSecond: number
  /** Share of the CPUs that others used meanwhile. */
  readonly othersShare: number
  readonly trials: number
  readonly labSeconds: number
}

/** `backhoe run` with all experiments of a lab on two cores: the whole command, planning and reports included. */
export function runSpeed(lab: string, trials: number): Speed {
  const out = mkdtempSync(join(tmpdir(), 'backhoe-bench-'))
  const cpus = allowedCpus().slice(0, CPUS).join(',')
  const args = ['run', lab, '--kernel', 'virtual', '--seed', '1', '--trials', String(trials), '--json', '--out', out]
  try {
    const [started, cpuBefore, before] = [performance.now(), childrenCpuSeconds(), ticks()]
    const { status, stdout, stderr } = spawnSync('taskset', ['-c', cpus, process.execPath, BIN, ...args], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    })
    const seconds = (performance.now() - started) / 1000
    const cpuSeconds = childrenCpuSeconds() - cpuBefore
    const othersShare = shareOfOthers(before, cpuSeconds)
    if (!ENDED.includes(status ?? -1)) throw new Error(`backhoe run ${lab} ended with ${String(status)}\n${stderr}`)
    const summary = JSON.parse(stdout) as { labMs: number; experiments: { trials: unknown[] }[] }
    const labSeconds = summary.labMs / 1000
    return {
      perWallSecond: labSeconds / seconds,
      perCpuSecond: (labSeconds / cpuSeconds) * CPUS,
      othersShare,
      trials: summary.experiments.reduce((sum, one) => sum + one.trials.length, 0),
      labSeconds,
    }
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

/** utime of waited-for children, counted from behind the command's name; proc_pid_stat(5). */
const CUTIME = 13

function childrenCpuSeconds(): number {
  const text = readFileSync('/proc/self/stat', 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[CUTIME]) + Number(fields[CUTIME + 1])) / TICKS_PER_SECOND
}
