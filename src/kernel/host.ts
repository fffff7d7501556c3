import type Koffi from 'koffi'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { release } from 'node:os'
import { join } from 'node:path'
import type { Kernel } from './kernel.ts'
import { agentFolder } from './place.ts'
import { seriesOf } from './series.ts'

/** This machine's own kernel; null where the agent is not built, whose way to the C library it takes. */
export function hostKernel(): Kernel | null {
  const koffi = join(agentFolder(), 'koffi.node')
  if (!existsSync(koffi)) return null
  return {
    path: '/proc/version',
    flavour: 'host',
    series: seriesOf(release()),
    release: release(),
    hz: ticksPerSecond(koffi),
    seccomp: 'none',
    modules: null,
  }
}

const CLOCK_REALTIME_COARSE = 5

/** HZ: the coarse clocks step once a tick, and clock_getres(2) says so to the nanosecond. */
function ticksPerSecond(path: string): number {
  const koffi = createRequire(import.meta.url)(path) as typeof Koffi
  const resolution = new BigInt64Array(2)
  koffi.load('libc.so.6').func('int clock_getres(int, void*)')(CLOCK_REALTIME_COARSE, resolution)
  return Math.round(1e9 / Number(resolution[1]))
}
