import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { impair } from '../../chaos/index.ts'
import { gilbertElliott } from '../../chaos/parts/netem.ts'
import { seededRandom } from '../../src/model/random.ts'
import { distributionTable } from '../../src/linux/netlink/netem-table.ts'
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

describe('a table of delays', () => {
  const tables = (['normal', 'pareto', 'paretonormal'] as const).map((name) => {
    const table = distributionTable(name)
    return [name, Array.from({ length: table.length / 2 }, (_, at) => table.readInt16LE(2 * at) / 8192)] as const
  })

  it.each(tables)(
    '%s: quantiles in order, with mean 0, one standard deviation or less, and no end beyond four',
    (_, table) => {
      expect(table).toHaveLength(4096)
      expect(table).toEqual(table.toSorted((a, b) => a - b))
      expect(Math.max(...table.map(Math.abs))).toBeLessThanOrEqual(4)
      const mean = table.reduce((sum, one) => sum + one, 0) / table.length
      const variance = table.reduce((sum, one) => sum + (one - mean) ** 2, 0) / table.length
      // Pareto's tail is cut off, which takes a tenth of a deviation from its mean and a half from its variance.
      expect(Math.abs(mean)).toBeLessThan(0.1)
      expect(variance).toBeGreaterThan(0.3)
      expect(variance).toBeLessThan(1.01)
    },
  )

  it('normal: a sixth lies below one standard deviation, as the distribution function says', () => {
    const normal = tables[0]?.[1] ?? []
    expect(normal.filter((one) => one < -1).length / normal.length).toBeCloseTo(0.1587, 3)
    expect(normal.filter((one) => one < 2).length / normal.length).toBeCloseTo(0.9772, 3)
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
