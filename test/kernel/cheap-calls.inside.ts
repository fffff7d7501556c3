import koffi from 'koffi'

const libc = koffi.load('libc.so.6')
const clock_gettime = libc.func('int clock_gettime(int, void*)')
const gettimeofday = libc.func('int gettimeofday(void*, void*)')
const time = libc.func('long time(void*)')
const clock_nanosleep = libc.func('int clock_nanosleep(int, int, void*, void*)')
const mmap = libc.func('void *mmap(void*, ulong, int, int, int, long)')
const mincore = libc.func('int mincore(void*, ulong, void*)')
const memset = libc.func('void *memset(void*, int, ulong)')

const CLOCK_REALTIME = 0
const CLOCK_MONOTONIC = 1
const TIMER_ABSTIME = 1
const SECOND_NS = 1_000_000_000n
const PAGE_BYTES = 4096
const PROT_READ_WRITE = 3
const MAP_PRIVATE_ANONYMOUS = 0x22

const pair = new BigInt64Array(2)

function gettimeNs(clock: number): bigint {
  clock_gettime(clock, pair)
  return (pair[0] ?? 0n) * SECOND_NS + (pair[1] ?? 0n)
}

function timeofdayNs(): bigint {
  gettimeofday(pair, null)
  return (pair[0] ?? 0n) * SECOND_NS + (pair[1] ?? 0n) * 1000n
}

const CLOCKS = {
  realtime: () => gettimeNs(CLOCK_REALTIME),
  monotonic: () => gettimeNs(CLOCK_MONOTONIC),
  gettimeofday: timeofdayNs,
} as const

export type ClockName = keyof typeof CLOCKS

/** What a program reads that does nothing else, and how far the clock is then; instants are nanoseconds, as text. */
export interface Readings {
  readonly instants: readonly string[]
  readonly elapsedNs: number
}

function readings(read: () => bigint, count: number): Readings {
  // The first calls load code and memory.
  for (let warm = 0; warm < 200; warm++) read()
  const instants: bigint[] = []
  const startNs = gettimeNs(CLOCK_MONOTONIC)
  for (let left = count; left > 0; left--) instants.push(read())
  return { instants: instants.map(String), elapsedNs: Number(gettimeNs(CLOCK_MONOTONIC) - startNs) }
}

/** Whenever time(2) gives another second than before: how far the exact clock is in that second. From 0.2 ms before a second to 15 ms after it. */
function secondsChange(): { readonly step: number; readonly intoNs: number }[] {
  const nextS = gettimeNs(CLOCK_REALTIME) / SECOND_NS + 1n
  clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, new BigInt64Array([nextS - 1n, SECOND_NS - 200_000n]), null)
  const changes: { step: number; intoNs: number }[] = []
  let before = Number(nextS) - 1
  for (let intoNs = 0; intoNs < 15e6;) {
    const seconds = Number(time(null))
    intoNs = Number(gettimeNs(CLOCK_REALTIME) - nextS * SECOND_NS)
    if (seconds !== before) changes.push({ step: seconds - before, intoNs })
    before = seconds
  }
  return changes
}

/** Of 64 new pages, the first of which is at a multiple of 64 KiB: those that are there once a byte of one is written. */
function presentAfterWriting(page: number): number[] {
  const mapped = mmap(null, 80 * PAGE_BYTES, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0) as unknown
  const [address, groupBytes] = [koffi.address(mapped), BigInt(16 * PAGE_BYTES)]
  const first = ((address + groupBytes - 1n) / groupBytes) * groupBytes
  memset(first + BigInt(page * PAGE_BYTES), 1, 1)
  const flags = Buffer.alloc(64)
  mincore(first, flags.length * PAGE_BYTES, flags)
  return [...flags.entries()].flatMap(([number, flag]) => ((flag & 1) === 1 ? [number] : []))
}

export default function cheapCalls({ reads, page }: { reads: number; page: number }): {
  readonly clocks: Readonly<Record<ClockName, Readings>>
  readonly seconds: readonly { readonly step: number; readonly intoNs: number }[]
  readonly present: readonly number[]
} {
  return {
    clocks: {
      realtime: readings(CLOCKS.realtime, reads),
      monotonic: readings(CLOCKS.monotonic, reads),
      gettimeofday: readings(CLOCKS.gettimeofday, reads),
    },
    seconds: secondsChange(),
    present: presentAfterWriting(page),
  }
}
