import { spawnSync } from 'node:child_process'
import { Clock } from '../../src/linux/clock.ts'
import { addressOf } from '../../src/linux/libc.ts'
import { Ring } from '../../src/linux/ring.ts'
import { openTimer, TIMER_COUNT_BYTES } from '../../src/linux/timer.ts'

/** Four pages of requests. */
const REQUESTS = 256
const STEP_NS = 1e6
const START_NS = 1e9
const TURNS = 3

interface Turn {
  readonly ended: readonly number[]
  readonly expired: readonly number[]
}

/** Before each turn of a chain of reads the process forks. What was read, and what the kernel complains of; null: no io_uring. */
export default function (): { readonly turns: readonly Turn[]; readonly complaints: readonly string[] } | null {
  const ring = Ring.open(REQUESTS)
  if (ring === null) return null
  const clock = new Clock()
  const memory = new ArrayBuffer(4096)
  const counts = new BigUint64Array(memory, 0, REQUESTS)
  const timer = openTimer(clock, clock.now() + START_NS, STEP_NS)
  const address = addressOf(new Uint8Array(memory))
  for (let request = 0; request < REQUESTS; request++)
    ring.read(timer, address + BigInt(request * TIMER_COUNT_BYTES), TIMER_COUNT_BYTES)
  const chain = ring.end(7)
  const turns = Array.from({ length: TURNS }, () => {
    spawnSync('true')
    counts.fill(0n)
    ring.begin(chain)
    return { ended: ring.wait(), expired: [...counts].map(Number) }
  })
  const log = spawnSync('dmesg', { encoding: 'utf8' }).stdout.split('\n')
  return { turns, complaints: log.filter((line) => line.includes('BUG')) }
}
