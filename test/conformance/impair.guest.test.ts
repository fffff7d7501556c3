import { beforeAll, describe, expect, test } from 'vitest'
import type { StreamRecord } from '../../src/model/journal.ts'
import { conform, named, type Outcome } from './conform.ts'

let outcomes: ReadonlyMap<string, Outcome>
beforeAll(async () => {
  outcomes = await conform('impair', '--kernel', 'virtual', '--trial', '0')
})

const DIRECTIONS = ['forward', 'backward'] as const
const STEP_MS = 2
/** A guest has one processor: a packet waits for what runs there, and nothing of ours runs for a millisecond at a time. */
const BUSY_NS = 1e6
/** Packets under the fault: 10 s at 500 a second. */
const N = 5000
/** Standard deviations: a right share is outside by chance once in 16 000 times, and the run's random choices come from its seed. */
const SIGMAS = 4

/** Of `n` throws with this chance each, what may come: mean ± 4 σ, σ² = n·p·(1 − p), times what neighbours have in common. */
function expectShare(count: number, n: number, p: number, common = 1): void {
  const sigma = Math.sqrt(n * p * (1 - p) * common)
  expect(Math.abs(count - n * p), `${count} of ${n} at ${p}: σ ${sigma.toFixed(1)}`).toBeLessThan(SIGMAS * sigma)
}

const bursts = (stream: StreamRecord): number[] => stream.lost.map(([first, last]) => last - first + 1)
const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0)

test('each is live by its own counter, and gone to the last bit after it', () => {
  expect(outcomes.size).toBe(18)
  for (const outcome of outcomes.values()) {
    outcome.expectProved()
    expect(outcome.trial.fault.proof.evidence[0]).toMatch(/^wire:c0[ab] netem passed \d{4,} and dropped \d+ packets$/)
  }
})

describe.each(DIRECTIONS)('%s', (direction) => {
  const streamOf = (name: string): StreamRecord => named(outcomes, name).stream(direction)
  const flowOf = (name: string) => named(outcomes, name).flow(direction)

  test('independent loss: a fifth, one by one', () => {
    const lengths = bursts(streamOf('independent loss'))
    expectShare(sum(lengths), N, 0.2)
    // Runs of independent losses are geometric: mean 1/(1 − p) = 1.25, σ = √p/(1 − p).
    const sigma = Math.sqrt(0.2) / 0.8 / Math.sqrt(lengths.length)
    expect(Math.abs(sum(lengths) / lengths.length - 1.25)).toBeLessThan(SIGMAS * sigma)
  })

  test('bursts of loss: a tenth, in bursts of 8', () => {
    const lengths = bursts(streamOf('bursts of loss'))
    // The chain leaves the bad state with r = 1/8 and enters it with p = L·r/(1 − L); its memory ρ = 1 − p − r makes
    // neighbours alike, and the variance of a mean larger by (1 + ρ)/(1 − ρ).
    const r = 1 / 8
    const p = (0.1 * r) / 0.9
    const memory = 1 - p - r
    expectShare(sum(lengths), 6 * N, 0.1, (1 + memory) / (1 - memory))
    // Bursts are geometric: mean 1/r, σ = √(1 − r)/r.
    const sigma = Math.sqrt(1 - r) / r / Math.sqrt(lengths.length)
    expect(Math.abs(sum(lengths) / lengths.length - 8)).toBeLessThan(SIGMAS * sigma)
  })

  test('delay: 30 ms for every packet, and what was on its way at the healing arrives', () => {
    const { delay, reordered } = streamOf('delay')
    expect(delay?.minNs).toBeLessThan(BUSY_NS)
    // The path without the fault takes microseconds.
    expect(delay?.maxNs).toBeGreaterThanOrEqual(30e6)
    expect(delay?.maxNs).toBeLessThan(30e6 + BUSY_NS)
    expect(flowOf('delay').lost).toBe(0)
    // What leaves after the healing takes microseconds, and overtakes what waited: delay · rate of it.
    expect(Math.abs(reordered.length - 30 / STEP_MS)).toBeLessThanOrEqual(1)
  })

  test('jitter: evenly 20 to 40 ms, and packets overtake one another', () => {
    const { delay, reordered } = streamOf('jitter')
    // The largest of 5000 even draws from 20 ms lies within the last hundredth but for once in 10²² times.
    expect(delay?.maxNs).toBeGreaterThan(39.8e6)
    expect(delay?.maxNs).toBeLessThan(40e6 + BUSY_NS)
    // One overtakes j places later when it is faster by 2·j ms: of no more than 9 packets each depends on its neighbours.
    expectShare(reordered.length, N, overtaken(), 2 * 9 + 1)
  })

  test('jitter with a rate keeps the order', () => {
    const { delay, reordered } = streamOf('jitter kept in order')
    // But at the healing, where up to 40 ms of packets wait.
    expect(reordered.length).toBeLessThanOrEqual(40 / STEP_MS)
    expect(
      reordered.every((sequence) => sequence >= (reordered[0] ?? 0) && sequence < (reordered[0] ?? 0) + 40 / STEP_MS),
    ).toBe(true)
    expect(delay?.maxNs).toBeGreaterThan(39.5e6)
    expect(delay?.maxNs).toBeLessThan(40e6 + BUSY_NS)
  })

  test('rate: 256 kbit/s pass and no more', () => {
    // A frame is 14 + 20 + 8 + 64 bytes; what waits at the healing, a full queue, arrives at the same rate.
    const passed = N - flowOf('rate').lost
    expect(Math.abs(passed - (10 * 256_000) / (106 * 8) - 1000)).toBeLessThan(3)
    // A queue of 1000 packets at that rate.
    expect(streamOf('rate').delay?.maxNs).toBeLessThan((1001 / 301.8) * 1e9)
    expect(streamOf('rate').delay?.maxNs).toBeGreaterThan((998 / 301.9) * 1e9)
  })

  test('duplicates: a fifth comes twice, nothing is lost', () => {
    expectShare(flowOf('duplicates').duplicated, N, 0.2)
    expect(flowOf('duplicates').lost).toBe(0)
  })

  test('reordering: a quarter passes those that wait 9 ms', () => {
    // A packet that waits is overtaken when one of the four behind it does not.
    expectShare(flowOf('reordering').reordered, N, 0.75 * (1 - 0.75 ** 4), 2 * 4 + 1)
    expect(streamOf('reordering').delay?.maxNs).toBeLessThan(9e6 + BUSY_NS)
  })

  test('normal delays: up to four standard deviations, and a sixteenth of the packets beyond 2.5', () => {
    // An even jitter of 5 ms ends at 35 ms. Of 5000 normal draws none lies beyond 2.5 σ once in 10¹³ times; the table ends at 4 σ.
    const { delay } = streamOf('normal delays')
    expect(delay?.maxNs).toBeGreaterThan(42.5e6)
    expect(delay?.maxNs).toBeLessThan(50e6 + BUSY_NS)
    expect(flowOf('normal delays').lost).toBe(0)
  })

  test('delays with a long tail: one in ninety lies at its end, four standard deviations', () => {
    // (p^(-1/3) − 3/2) · 4/3 = 4 at p = 1.1 %: of 5000 none once in 10²⁴ times.
    const { delay } = streamOf('delays with a long tail')
    expect(delay?.maxNs).toBeGreaterThan(49.9e6)
    expect(delay?.maxNs).toBeLessThan(50e6 + BUSY_NS)
  })

  test('slots: packets leave each 20 ms, all that wait', () => {
    const { delay, reordered } = streamOf('slots')
    // One that comes right after an instant waits for the next one; each 2 ms there is one.
    expect(delay?.maxNs).toBeGreaterThan(20e6 - 2 * STEP_MS * 1e6)
    expect(delay?.maxNs).toBeLessThan(20e6 + BUSY_NS)
    expect(reordered).toEqual([])
    expect(flowOf('slots').lost).toBe(0)
  })

  test('slots of 5 packets and a queue of 100: half of the packets find it full', () => {
    // In 10 s there are 500 instants, and 100 packets wait at the healing; an instant may lie on either side of both ends.
    const passed = N - flowOf('slots and a short queue').lost
    expect(Math.abs(passed - 500 * 5 - 100)).toBeLessThan(3 * 5)
    // A full queue leaves at 20 instants; all that waits when the slots are taken away leaves at once.
    expect(streamOf('slots and a short queue').delay?.maxNs).toBeGreaterThan(380e6)
    expect(streamOf('slots and a short queue').delay?.maxNs).toBeLessThan(420e6 + BUSY_NS)
  })

  test('each fifth overtakes the four that wait 9 ms before it', () => {
    expect(Math.abs(flowOf('each fifth overtakes').reordered - 0.8 * N)).toBeLessThanOrEqual(5)
    expect(flowOf('each fifth overtakes').lost).toBe(0)
  })

  test('corruption: a fifth has a flipped bit, and is refused', () => {
    // Of a frame's 106 bytes nobody checks the sender's MAC (6) and the bit that says multicast (1/8).
    expectShare(flowOf('corruption').lost, N, 0.2 * (1 - 6.125 / 106))
    expect(flowOf('corruption').reordered).toBe(0)
  })
})

test('what is on its way when the watching ends is waited for, and not lost', () => {
  // It lost the packets of a whole second: the last of them arrives 2 s after the healing, and only 1 s is watched.
  const after = named(outcomes, 'delay beyond the watching')
  expect(after.stream('forward').delay?.maxNs).toBeGreaterThanOrEqual(2e9)
  // It lost the packets of the last half second, of which nothing could be seen within a second.
  const along = named(outcomes, 'delay all along')
  expect(along.stream('forward').delay?.minNs).toBeGreaterThanOrEqual(1.5e9)
  for (const outcome of [after, along]) expect(outcome.flow('forward').lost).toBe(0)
})

test('each direction has an impairment of its own', () => {
  const outcome = named(outcomes, 'each direction its own')
  expectShare(outcome.flow('forward').lost, N, 0.2)
  expect(outcome.stream('forward').delay?.maxNs).toBeLessThan(BUSY_NS)
  expect(outcome.flow('backward').lost).toBe(0)
  expect(outcome.stream('backward').delay?.maxNs).toBeGreaterThanOrEqual(30e6)
})

test('one way is one way', () => {
  const outcome = named(outcomes, 'loss to the near end')
  expect(outcome.flow('forward')).toMatchObject({ outcome: 'untouched', lost: 0 })
  expectShare(outcome.flow('backward').lost, N, 0.2)
})

test('the two directions throw dice of their own', () => {
  const outcome = named(outcomes, 'independent loss')
  expect(outcome.stream('forward').lost).not.toEqual(outcome.stream('backward').lost)
})

/** Chance that a packet with an even extra delay of 0 to 20 ms is overtaken by one of those that leave every 2 ms after it. */
function overtaken(): number {
  const steps = 20_000
  const passes = (x: number): number => {
    let none = 1
    for (let behind = STEP_MS; behind < x; behind += STEP_MS) none *= 1 - (x - behind) / 20
    return none
  }
  return 1 - sum(Array.from({ length: steps }, (_, k) => passes(((k + 0.5) / steps) * 20))) / steps
}
