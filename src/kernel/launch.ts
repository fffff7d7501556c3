/*
 * The room of kernels: which kernels this machine has, what each can do, building one, and running a guest on it.
 * It owns the kernels `virtual`, `uml` and `host`, the command line of a guest, its limits, its end, and the identity of a run.
 * It never depends on what a guest does: a guest has a folder to read and one to write to.
 * Begin here: `launchGuest`, below. Then `choose.ts` (which kernel), `find.ts` and `identify.ts` (which there are), `capabilities.ts`
 * (what they can do, as the agent has found it), `guard.ts` (namespaces around a guest), `verdict.ts` (how it ended), `build/` (building one).
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { GUARD_READY } from './guard.ts'
import { commandOf } from './guarded.ts'
import type { GuestEnd, GuestRequest } from './guest.ts'
import { cpuTimeOf, type CpuTime } from './busy.ts'
import { searchPath } from './commands.ts'
import { Console } from './console.ts'
import { preflight } from './preflight.ts'
import { FileTail } from './tail.ts'
import type { RawEnd } from './verdict.ts'
import { judgeEnd } from './verdict.ts'

/** How often the journal is looked at. */
const LOOK_MS = 50
/** A machine that is busy for so many times the limit has no time for labs. */
const MOST_WAITED = 9

/**
 * Runs one guest to its end. Never throws for what a guest or the machine does: `GuestEnd.problem` says it.
 * Call it from the main thread: the guest dies with the thread that started it.
 */
export async function launchGuest(request: GuestRequest): Promise<GuestEnd> {
  const problem = preflight(request)
  if (problem !== null) return { status: 'refused', exitCode: null, lastLines: [], wallMs: 0, problem }
  return judgeEnd(request, await runGuest(request))
}

function runGuest(request: GuestRequest): Promise<RawEnd> {
  const { file, args } = commandOf(request)
  const started = performance.now()
  const journal = new FileTail(join(request.outDir, 'journal.ndjson'))
  const stdout = new Console()
  const stderr = new Console(GUARD_READY)
  return new Promise((resolve) => {
    // A process group of its own: ours to kill as a whole, and deaf to the terminal's Ctrl-C.
    const env = { ...process.env, PATH: searchPath() }
    const child = spawn(file, args, { cwd: '/', env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    let killedBy: RawEnd['killedBy'] = null
    let notStarted: string | null = null
    let lastGrowth = started
    /** Half-way to the limit of its silence, and how much it used from then to its end. */
    let halfway: CpuTime | null = null
    let busyMs = 0
    let patienceMs = request.silentWallMs

    const kill = (by: NonNullable<RawEnd['killedBy']>): void => {
      killedBy ??= by
      killGroup(child.pid)
    }
    const onAbort = (): void => {
      kill('signal')
    }
    const look = (): void => {
      const { grew, lines } = journal.read()
      if (lines.length > 0) request.onJournal?.(lines)
      if (grew) {
        lastGrowth = performance.now()
        halfway = null
        patienceMs = request.silentWallMs
      }
      const silentMs = performance.now() - lastGrowth
      if (killedBy !== null || child.pid === undefined || silentMs < request.silentWallMs / 2) return
      halfway ??= cpuTimeOf(child.pid)
      if (silentMs <= patienceMs) return
      const now = cpuTimeOf(child.pid)
      // While it waits for a CPU that others use, the silence is the machine's.
      patienceMs = request.silentWallMs + Math.min(now.waitedMs - halfway.waitedMs, MOST_WAITED * request.silentWallMs)
      if (silentMs <= patienceMs) return
      busyMs = now.ranMs - halfway.ranMs
      kill('watchdog')
    }
    const timer = setInterval(look, LOOK_MS)
    const finish = (exitCode: number | null, signal: NodeJS.Signals | null): void => {
      clearInterval(timer)
      request.signal?.removeEventListener('abort', onAbort)
      look()
      journal.close()
      resolve({
        exitCode,
        signal,
        notStarted,
        killedBy,
        busyMs,
        stdout: stdout.lines(),
        stderr: stderr.lines(),
        stood: stderr.marked,
        wallMs: performance.now() - started,
      })
    }

    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout.push(chunk)
    })
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr.push(chunk)
    })
    child.once('error', (error) => {
      notStarted = error.message
      finish(null, null)
    })
    // Whatever outlived the first process would hold the pipes open, and `close` would never come.
    child.once('exit', () => {
      killGroup(child.pid)
    })
    child.once('close', finish)
    request.signal?.addEventListener('abort', onAbort)
    if (request.signal?.aborted === true) onAbort()
  })
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
