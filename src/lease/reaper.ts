// Outlives its parent: when standard input ends, for whatever reason, it takes back what that run's lease names.
import { setTimeout as pause } from 'node:timers/promises'
import { isAlive } from '../linux/process-id.ts'
import { reap } from './reap.ts'
import { RELEASE } from './supervisor.ts'

const ASK_MS = 5

const [, , lab = '', pid, startTicks] = process.argv
const owner = { pid: Number(pid), startTicks: Number(startTicks) }
// Interrupts are for whoever works; the reaper hears of their end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
process.stdout.on('error', () => undefined).write('ready\n')
if (!(await released())) {
  // Its files close before its children hear of its death.
  while (isAlive(owner)) await pause(ASK_MS)
}
await reap(lab, owner)

/** Whether the parent said so, or died. */
function released(): Promise<boolean> {
  return new Promise((resolve) => {
    let said = ''
    process.stdin.on('data', (text) => (said += String(text)))
    process.stdin.on('error', () => undefined)
    process.stdin.once('close', () => {
      resolve(said === RELEASE)
    })
  })
}
