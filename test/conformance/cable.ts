import { beforeEach, describe, expect, test } from 'vitest'
import { needsContainerlab } from '../containerlab.ts'
import { conform, named, type Outcome } from './conform.ts'

const RATE_PPS = 200
const HOLD_MS = 2000
const PACKETS = (HOLD_MS * RATE_PPS) / 1000

export interface Ground {
  readonly kernel: 'virtual' | 'uml' | 'host'
  readonly runtime: 'netns' | 'containerlab'
  /** Experiments of the lab that run: those with this in their name. */
  readonly only: string
  readonly experiments: number
  /** In real time the machine decides when a batch and a packet leave; in virtual time only the program does. */
  readonly lateMs: number
}

export const EVERY = { only: 'cable: ', experiments: 8 } as const
export const ONE_OF_EACH = { only: 'near end', experiments: 4 } as const

/** What each fault of a cable does there, and that it is gone after it. */
export function faultsOfACable(grounds: readonly Ground[]): void {
  describe.each(grounds)('on $kernel, $runtime', ({ kernel, runtime, only, experiments, lateMs }) => {
    let running: ReturnType<typeof conform> | undefined
    let outcomes: ReadonlyMap<string, Outcome>
    beforeEach(async (context) => {
      if (runtime === 'containerlab') needsContainerlab(context)
      const args = ['--kernel', kernel, '--runtime', runtime, '--only', only, '--trial', '0']
      running ??= conform('cable', ...args)
      outcomes = await running
    })
    const of = (name: string): Outcome => named(outcomes, `cable: ${name}`)
    /** Only a kernel that is not ours may lack something. */
    const isUnable = (outcome: Outcome): boolean => kernel === 'host' && outcome.isUnable()
    /** Packets that can be on the wrong side of an instant, and one for its own step. */
    const edge = 1 + (lateMs * RATE_PPS) / 1000

    test('each shows itself, and is gone to the last bit after it', () => {
      expect(outcomes.size).toBe(experiments)
      for (const outcome of outcomes.values()) if (!isUnable(outcome)) outcome.expectProved()
    })

    const here = ([name]: readonly [name: string, ...rest: unknown[]]): boolean => `cable: ${name}`.includes(only)

    test.each(
      (
        [
          ['cut', ['a:eth0', 'b:eth0']],
          ['cut at the near end', ['a:eth0']],
          ['cut at the far end', ['b:eth0']],
        ] as const
      ).filter(here),
    )('%s: only those ends lose their carrier, nothing passes either way', (name, dark) => {
      const outcome = of(name)
      if (isUnable(outcome)) return
      expect(outcome.darkened()).toEqual(dark)
      for (const direction of ['forward', 'backward'] as const) {
        // What a host keeps for a neighbour that it asks for comes after healing, and what left in the last 200 ms in time.
        expect(outcome.flow(direction)).toMatchObject({ outcome: 'never', outageMs: null })
        // Where a busy machine makes many leave late, they are among those.
        expect(outcome.flow(direction).atLeastMs).toBeGreaterThan(HOLD_MS - 210 - 5 * lateMs)
      }
      // An end that keeps its light goes on sending as if nothing was: exactly what it sent in that time is lost.
      if (dark.length === 1) {
        const lit = outcome.flow(dark[0] === 'a:eth0' ? 'backward' : 'forward')
        expect(Math.abs(lit.lost - lit.overdue - PACKETS)).toBeLessThanOrEqual(edge)
      }
    })

    test.each(
      (
        [
          ['silent', { forward: PACKETS, backward: PACKETS }],
          ['silent from the near end', { forward: PACKETS, backward: 0 }],
          ['silent from the far end', { forward: 0, backward: PACKETS }],
        ] as const
      ).filter(here),
    )('%s: no frame passes that way, and every light stays on', (name, lost) => {
      const outcome = of(name)
      if (isUnable(outcome)) return
      expect(outcome.darkened()).toEqual([])
      for (const direction of ['forward', 'backward'] as const) {
        expect(outcome.flow(direction).outcome).toBe(lost[direction] === 0 ? 'untouched' : 'never')
        if (lost[direction] === 0) expect(outcome.flow(direction).lost).toBe(0)
        else expect(Math.abs(outcome.flow(direction).lost - lost[direction])).toBeLessThanOrEqual(edge)
      }
    })

    test('flaps: four times 100 ms dark, each after the first up to 200 ms late', () => {
      const outcome = of('flaps, near end and far end')
      if (isUnable(outcome)) return
      const at = outcome.all('inject').map(({ beforeNs }) => (beforeNs - outcome.injectedNs()) / 1e6)
      expect(at).toHaveLength(8)
      const cuts = at.filter((_, batch) => batch % 2 === 0)
      const late = cuts.map((ms, flap) => ms - 400 * flap)
      for (const ms of late) expect(ms).toBeGreaterThanOrEqual(0)
      for (const ms of late) expect(ms).toBeLessThan(200 + lateMs)
      // Three draws from 200 ms are not all below 1.
      expect(Math.max(...late)).toBeGreaterThan(1)
      for (const [flap, cut] of cuts.entries())
        expect(Math.abs((at[2 * flap + 1] ?? 0) - cut - 100)).toBeLessThan(lateMs)
      // Both ends saw each of them.
      const seen = (node: string, to: string) =>
        outcome.all('state').filter((one) => one.watch === 'carrier' && one.node === node && one.to === to)
      for (const node of ['a', 'b']) expect(seen(node, 'down')).toHaveLength(4)
      expect(outcome.darkened()).toEqual(['a:eth0', 'b:eth0'])
    })

    test('slow from the near end: 50 ms that way, and not the other', () => {
      const outcome = of('slow from the near end')
      if (isUnable(outcome)) return
      const [there, back] = [outcome.stream('forward').delay, outcome.stream('backward').delay]
      expect(there?.minNs).toBeLessThan(5e6)
      expect(there?.maxNs).toBeGreaterThanOrEqual(50e6)
      expect(there?.maxNs).toBeLessThan((50 + lateMs) * 1e6)
      expect(back?.maxNs).toBeLessThan(lateMs * 1e6)
      // Healing lets netem's queue out before the queue goes (docs/measuring.md): removing it at once would lose delay · rate, 10 packets.
      expect(outcome.flow('forward').lost).toBeLessThanOrEqual(edge)
      expect(outcome.flow('backward').lost).toBe(0)
      expect(outcome.darkened()).toEqual([])
    })
  })
}
