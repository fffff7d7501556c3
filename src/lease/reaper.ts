// Outlives its parent: when standard input ends, for whatever reason, it takes back what that lab's lease names.
import { once } from 'node:events'
import { findLease } from './lease.ts'
import { reap } from './reap.ts'

const [, , lab = ''] = process.argv
// Interrupts are for whoever works; the reaper hears of their end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
process.stdout.write('ready\n')
process.stdin.resume()
await once(process.stdin, 'end')
const lease = findLease(lab)
if (lease !== null) await reap(lease)
