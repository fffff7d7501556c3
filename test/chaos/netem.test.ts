import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { impair } from '../../chaos/index.ts'
import { gilbertElliott } from '../../chaos/parts/netem.ts'
import { seededRandom } from '../../src/model/random.ts'
import type { Netem } from '../../src/model/traffic-control.ts'
import { gatewayPair } from '../../topologies/index.ts'

const { r1 } = gatewayPair()

function netemOf(options: Parameters<typeof impair>[1]): Netem {
  const [effect] = impair(r1.lan, options).effect(r1.lan)
  if (effect?.effect !== 'impaired') throw new Error('not impaired')
  return effect.netem
}

describe('Gilbert-Elliott', () => {
  it('has the wanted loss as its stationary share of the bad state', () => {
    const inputs = fc.tuple(
      fc.double({ min: 0.0001, max: 0.5, noNaN: true }),
      fc.double({ min: 1, max: 1000, noNaN: true }),
    )
    fc.assert(
      fc.property(inputs, ([loss, burst]) => {
        const { p, r } = gilbertElliott(loss, burst)
        expect(p / (p + r)).toBeCloseTo(loss, 10)
        expect(1 / r).toBeCloseTo(burst, 6)
      }),
    )
  })

  it('loses 2 % in bursts of 8 when netem’s chain is played', () => {
    const { loss } = netemOf({ loss: { mean: '2%', burst: 8 } })
    if (loss?.model !== 'gilbert-elliott') throw new Error('no chain')
    const random = seededRandom(7)
    let [bad, lost, bursts] = [false, 0, 0]
    const packets = 2_000_000
    // net/sched/sch_netem.c: loss_gilb_ell; a packet meets the state that the one before has left.
    for (let packet = 0; packet < packets; packet++) {
      if (bad) lost++
      const was = bad
      bad = bad ? random() * 100 >= loss.r : random() * 100 < loss.p
      if (bad && !was) bursts++
    }
    // About 5000 bursts: their standard error is 1.4 %, of the mean length as well; five of them.
    expect(Math.abs(lost / packets / 0.02 - 1)).toBeLessThan(0.1)
    expect(Math.abs(lost / bursts / 8 - 1)).toBeLessThan(0.07)
  })
})

describe('queue limit', () => {
  it('is far beyond what waits for a delay', () => {
    // 10 000 packets a second for 1 s: FIELD's pps · delay · 1.5.
    expect(netemOf({ delay: '1s' }).limit).toBeGreaterThan(10_000 * 1.5)
  })

  it('is not a delay of its own behind a rate', () => {
    // netem's own default, and 1.5 times what 10 Mbit/s of the smallest frames hold for 10 ms: 293.
    expect(netemOf({ rate: '10mbit' }).limit).toBe(1000)
    expect(netemOf({ rate: '10mbit', delay: '10ms' }).limit).toBe(1293)
  })
})

it('names every parameter as netem has it', () => {
  expect(
    netemOf({
      loss: '2%',
      delay: '20ms',
      jitter: '2ms',
      rate: '1.5mbit',
      duplicate: '1%',
      reorder: '5%',
      corrupt: '0.1%',
    }),
  ).toEqual({
    loss: { model: 'independent', percent: 2 },
    delayNs: 20e6,
    jitterNs: 2e6,
    rateKbit: 1500,
    duplicatePercent: 1,
    reorderPercent: 5,
    corruptPercent: 0.1,
    limit: 1088,
  })
})
