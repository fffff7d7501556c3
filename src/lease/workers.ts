import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { OUT_MARK } from '../kernel/guarded.ts'

const ASK_MS = 5

/** Ends whatever still works for the run's trials: their agents, and what those have started. Nothing of it runs when it returns. */
export async function endWorkers(run: string): Promise<void> {
  for (let pids = workers(run); pids.length > 0; pids = workers(run)) {
    for (const pid of pids) kill(pid)
    await pause(ASK_MS)
  }
}

/** By what they find in their environment, or are about to put into another's. */
function workers(run: string): readonly number[] {
  const mark = `${OUT_MARK}=${run}/`
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid)
    .filter((pid) => ['environ', 'cmdline'].some((file) => read(pid, file).includes(mark)))
    .map(Number)
}

/** Empty where it has ended meanwhile, or is another user's. */
function read(pid: string, file: string): string {
  try {
    return readFileSync(join('/proc', pid, file), 'utf8')
  } catch {
    return ''
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
