import { workerData } from 'node:worker_threads'
import { Clock } from '../linux/clock.ts'
import { runFirst } from '../linux/priority.ts'

/** An interrupt takes a tick of 10 ms in which nothing else runs: a thread that sleeps for less is late for one of them. */
const SLEEP_NS = 7e6
/** Nothing else in virtual time holds up a thread that runs first for so long. */
const LATE_NS = 1.5e6

const counted = workerData as Int32Array
const clock = new Clock()
runFirst()
Clock.precise()
for (;;) {
  const at = clock.now() + SLEEP_NS
  clock.sleepUntil(at)
  if (clock.now() - at > LATE_NS) Atomics.add(counted, 0, 1)
}
