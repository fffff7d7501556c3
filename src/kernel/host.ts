import koffi from 'koffi'
import { release } from 'node:os'
import type { Kernel } from './kernel.ts'
import { seriesOf } from './series.ts'

/** This machine's own kernel. */
export function hostKernel(): Kernel {
  return {
    path: '/proc/version',
    flavour: 'host',
    series: seriesOf(release()),
    release: release(),
    hz: ticksPerSecond(),
    seccomp: 'none',
    modules: null,
  }
}

const CLOCK_REALTIME_COARSE = 5

/** HZ: the coarse clocks step once a tick, and clock_getres(2) says so to the nanosecond. */
function ticksPerSecond(): number {
  const resolution = new BigInt64Array(2)
  const libc = koffi.load('libc.so.6')
  libc.func('int clock_getres(int, void*)')(CLOCK_REALTIME_COARSE, resolution)
  return Math.round(1e9 / Number(resolution[1]))
}
