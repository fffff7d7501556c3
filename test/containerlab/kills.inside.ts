import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { layGround, type GroundInput } from './ground.ts'
import { changes } from './state.ts'
import { WORK } from './work.ts'

export type Victim = 'cli' | 'agent' | 'both'

export interface Kill {
  /** The experiment that runs. */
  readonly only: string
  /** After the trial began; of a deploying run, after its start. */
  readonly afterMs: number
  readonly victim: Victim
}

export interface KillsInput extends GroundInput {
  /** A lab file, and what its deployed form is generated into. */
  readonly lab: string
  readonly name: string
  readonly attached: readonly Kill[]
  readonly deploying: readonly Kill[]
}

export interface Aftermath extends Kill {
  /** Until nothing was left; null: something still was after ten seconds. */
  readonly cleanMs: number | null
  readonly left: readonly string[]
  /** Of the run. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly undone: boolean
}

const LIMIT_MS = 10_000
const LEASES = '/tmp/home/.local/state/backhoe/leases'

/** Ends runs at instants of the lab's clock, one after another, and says what each left and how long. */
export default async function (input: KillsInput): Promise<readonly Aftermath[]> {
  const env = await layGround(input)
  const sh = (script: string): void => {
    const { status, stderr } = spawnSync('sh', ['-c', script], { cwd: WORK, env, encoding: 'utf8' })
    if (status !== 0) throw new Error(`${script}: ${stderr}`)
  }
  const found: Aftermath[] = []
  const bare = stateOf()
  for (const kill of input.deploying) found.push(await aftermath(kill, bare, env, input, []))
  sh(`$BACKHOE generate ${input.lab} -o clab && $CLAB deploy --topo clab/${input.name}.clab.yml`)
  await sleep(5000)
  const whole = stateOf()
  for (const kill of input.attached) found.push(await aftermath(kill, whole, env, input, ['--attach']))
  return found
}

async function aftermath(
  kill: Kill,
  before: string,
  env: NodeJS.ProcessEnv,
  { node, backhoe, lab }: KillsInput,
  flags: readonly string[],
): Promise<Aftermath> {
  const options = [
    '--runtime',
    'containerlab',
    '--kernel',
    'host',
    '--seed',
    '1',
    '--trial',
    '0',
    '--only',
    kill.only,
    '--pcap',
    ...flags,
  ]
  const log = openSync('/media/out/run.log', 'a')
  const run = spawn(node, [backhoe, 'run', lab, ...options, '--out', 'runs'], {
    cwd: WORK,
    env,
    stdio: ['ignore', log, log],
  })
  const ended = once(run, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  if (flags.length > 0) await Promise.race([until(() => agents().length > 0, LIMIT_MS), ended])
  await Promise.race([sleep(kill.afterMs), ended])
  const undone =
    existsSync(`${WORK}/runs`) && execFileSync('find', ['runs', '-name', 'undo.json'], { cwd: WORK }).length > 0
  const at = performance.now()
  slay(kill.victim, run)
  // A run whose agent alone died goes on with the next trial: that is no part of what was left.
  if (kill.victim === 'agent') {
    await sleep(300)
    run.kill('SIGINT')
  }
  const [code, signal] = await ended
  const strays = (): string[] => [...leases(), ...processes(/^\/media\/node|tcpdump|reaper|containerlab deploy/)]
  const clean = await until(() => strays().length === 0, LIMIT_MS)
  const cleanMs = clean ? Math.round(performance.now() - at) : null
  // An address of a port that has just got its light back is tentative for a second.
  await sleep(2500)
  const left = [...strays(), ...changes(before, stateOf())]
  rmSync(`${WORK}/runs`, { recursive: true, force: true })
  return { ...kill, cleanMs, left, code, signal, undone }
}

function slay(victim: Victim, run: ChildProcess): void {
  const agent = agents()
  if (victim !== 'agent') run.kill('SIGKILL')
  if (victim !== 'cli') for (const pid of agent) end(pid)
}

/** The end of the command may have taken it already. */
function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

const agents = (): number[] => processes(/^\/media\/node/).map((line) => Number(line.split(' ')[0]))

/** `PID its command line`, of those that run. */
function processes(pattern: RegExp): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    // We are an agent ourselves.
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return []
    try {
      const command = readFileSync(join('/proc', pid, 'cmdline'), 'utf8')
        .replaceAll('\0', ' ')
        .trim()
      return pattern.test(command) ? [`${pid} ${command}`] : []
    } catch {
      return []
    }
  })
}

const stateOf = (): string => execFileSync('sh', ['/tmp/dump.sh'], { encoding: 'utf8' })

const leases = (): string[] => (existsSync(LEASES) ? readdirSync(LEASES) : [])

async function until(holds: () => boolean, limitMs: number): Promise<boolean> {
  const end = performance.now() + limitMs
  while (!holds()) {
    if (performance.now() > end) return false
    await sleep(20)
  }
  return true
}
