import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { measureFlow } from '../../src/measure/flow.ts'
import type { TrialSpan } from '../../src/measure/span.ts'
import type { StreamRecord } from '../../src/model/journal.ts'
import { END_NS, HEAL_NS, INJECT_NS, STEP_NS, between, streamRecord } from '../report/story.ts'

const span: TrialSpan = {
  readyNs: 7e9,
  injected: [INJECT_NS, INJECT_NS + 14_000],
  healed: [HEAL_NS, HEAL_NS + 10_000],
  variant: 0,
}

const measure = (lost: StreamRecord['lost'], changes: Partial<StreamRecord> = {}) =>
  measureFlow([streamRecord({ lost, ...changes })], span)

describe('a flow', () => {
  test('that lost nothing is untouched', () => {
    expect(measure([])).toMatchObject({
      outcome: 'untouched',
      outageNs: null,
      atLeastNs: null,
      affected: 0,
      outages: [],
      reversionOutageNs: 0,
    })
  })

  test('that came back has the length of its longest outage, and an error', () => {
    const flow = measure([between(INJECT_NS, INJECT_NS + 3e9), between(INJECT_NS + 5e9, INJECT_NS + 6e9)])
    expect(flow).toMatchObject({ outcome: 'recovered', outageNs: 3e9, totalNs: 4e9, affected: 1, noise: [] })
    expect(flow.outages).toHaveLength(2)
    // Probe spacing 10 ms, injection 14 us, clock 1 us.
    expect(flow.errorNs).toBe(STEP_NS + 14_000 + 1000)
  })

  test('that is dead when the fault is healed never recovered, though healing brings it back', () => {
    const flow = measure([between(INJECT_NS, HEAL_NS + 2e8)])
    // Its tail is `back`, not the cost of a return: nothing had moved that could return.
    expect(flow).toMatchObject({ outcome: 'never', outageNs: null, reversionOutageNs: 0, backAtLeastNs: null })
    expect(Math.abs((flow.backNs ?? 0) - 2e8)).toBeLessThanOrEqual(STEP_NS)
    expect(flow.atLeastNs).toBeGreaterThanOrEqual(HEAL_NS - INJECT_NS - STEP_NS)
  })

  test('that is dead at the healing after four packets of light was down for what it lost, and not for the light', () => {
    const [, last] = between(INJECT_NS, HEAL_NS)
    // 2 s dark, four packets, and dark for a second until the healing: one outage, since fewer than five show no recovery.
    const flow = measure([
      [last - 303, last - 104],
      [last - 99, last],
    ])
    expect(flow).toMatchObject({ outcome: 'never', atLeastNs: 3e9, totalNs: 3e9 })
  })

  test('with scattered losses at healing is not dead', () => {
    const [, last] = between(INJECT_NS, HEAL_NS)
    expect(
      measure([
        [last - 3, last - 3],
        [last, last + 1],
      ]),
    ).toMatchObject({ outcome: 'recovered', outageNs: 2 * STEP_NS, reversionOutageNs: STEP_NS })
  })

  test('counts what the return costs apart', () => {
    const flow = measure([between(INJECT_NS, INJECT_NS + 3e9), between(HEAL_NS + 3e9, HEAL_NS + 3.05e9)])
    expect(flow).toMatchObject({ outageNs: 3e9, reversionOutageNs: 5e7, totalNs: 3.05e9 })
  })

  test('calls noise what was over before the injection', () => {
    const flow = measure([between(7.4e9, 7.5e9)])
    expect(flow).toMatchObject({ outcome: 'untouched', outages: [], noise: [{ lost: 10 }] })
  })

  test('has an outage from the injection on; what was lost before it is noise, also where nothing arrived in between', () => {
    expect(measure([between(INJECT_NS - 1e8, INJECT_NS + 1e9)])).toMatchObject({
      outcome: 'recovered',
      outageNs: 1e9,
      noise: [{ lost: 10 }],
    })
  })

  test('does not answer for what was lost before the gate', () => {
    const flow = measure([[0, 300]])
    expect(flow).toMatchObject({ lost: 0, noise: [], outcome: 'untouched' })
    expect(flow.sent).toBe((END_NS - 7e9) / STEP_NS)
  })

  test('charges packets in flight to the fault, and a lost queue to the healing', () => {
    const delay = { minNs: 2e8, medianNs: 2e8, maxNs: 2e8 }
    expect(measure([between(INJECT_NS - 2e8 + 1, INJECT_NS)], { delay })).toMatchObject({
      noise: [],
      outcome: 'recovered',
    })
    // FIELD 4: removing netem loses its queue: 200 ms of packets that left before the healing.
    expect(measure([between(HEAL_NS - 2e8 + 1, HEAL_NS)], { delay })).toMatchObject({
      outcome: 'untouched',
      reversionOutageNs: 2e8,
    })
  })

  test('is as bad as its worst stream, and says how many were hit', () => {
    const hit = streamRecord({ stream: 1, lost: [between(INJECT_NS, INJECT_NS + 2e9)] })
    const worse = streamRecord({ stream: 2, lost: [between(INJECT_NS, INJECT_NS + 3e9)] })
    expect(measureFlow([streamRecord(), hit, worse], span)).toMatchObject({
      streams: 3,
      affected: 2,
      outageNs: 3e9,
      lost: 500,
    })
  })

  test('errs by the lateness of its probes since the fault, not by that of the start', () => {
    const late: StreamRecord['late'] = [
      [0, 6e7],
      [1000, 2e7],
    ]
    // Packet 1000 left 11 s in, during the fault.
    expect(measure([], { late, clockErrorNs: 6e7 }).errorNs).toBe(STEP_NS + 14_000 + 2e7)
    // What is not named was late by less than half a step.
    expect(measure([], { late: late.slice(0, 1), clockErrorNs: 6e7 }).errorNs).toBe(STEP_NS + 14_000 + STEP_NS / 2)
  })

  test('that goes down after the healing and stays so has a return that did not end', () => {
    const flow = measure([between(END_NS - 2e9, END_NS)])
    expect(flow.outages.at(-1)?.endNs).toBeNull()
    expect(flow).toMatchObject({
      outcome: 'untouched',
      reversionOutageNs: 0,
      reversionAtLeastNs: 2e9,
      backAtLeastNs: null,
    })
  })

  test('is down at the end where any of its streams is', () => {
    const worse = streamRecord({ stream: 1, lost: [between(INJECT_NS, INJECT_NS + 3e9)] })
    const gone = streamRecord({ stream: 2, lost: [between(END_NS - 1e9, END_NS)] })
    expect(measureFlow([worse, gone], span).reversionAtLeastNs).toBe(1e9)
    expect(measureFlow([worse], span).reversionAtLeastNs).toBeNull()
    // One loss among the last five packets is no outage that goes on.
    const [, last] = between(END_NS - 1e9, END_NS)
    expect(measure([[last - 2, last - 2]]).reversionAtLeastNs).toBeNull()
  })

  test('does not hide an outage that is over behind one that is open at the healing', () => {
    const flow = measure([between(INJECT_NS, INJECT_NS + 6e9), between(HEAL_NS - 1e9, HEAL_NS + 1e9)])
    expect(flow).toMatchObject({ outcome: 'never', outageNs: 6e9, atLeastNs: 1e9 })
    // In another stream, too: the worst of each kind counts, whichever stream has it.
    const over = streamRecord({ stream: 1, lost: [between(INJECT_NS, INJECT_NS + 6e9)] })
    const open = streamRecord({ stream: 2, lost: [between(HEAL_NS - 1e9, HEAL_NS + 1e9)] })
    expect(measureFlow([over, open], span)).toMatchObject({
      outcome: 'never',
      outageNs: 6e9,
      atLeastNs: 1e9,
      affected: 2,
    })
  })

  test('that is not back at all was down from its first loss to the end of watching', () => {
    const flow = measure([between(HEAL_NS - 1e9, END_NS)])
    expect(flow).toMatchObject({ outcome: 'never', backNs: 0, reversionAtLeastNs: null })
    expect(flow.atLeastNs).toBe(1e9)
    expect(Math.abs((flow.goneNs ?? 0) - (END_NS - HEAL_NS + 1e9))).toBeLessThanOrEqual(STEP_NS)
    expect(Math.abs((flow.backAtLeastNs ?? 0) - (END_NS - HEAL_NS))).toBeLessThanOrEqual(STEP_NS)
  })

  test('that comes back and breaks again has both: when it was back, and what the return cost then', () => {
    const flow = measure([between(HEAL_NS - 1e9, HEAL_NS + 2e8), between(HEAL_NS + 1e9, HEAL_NS + 3e9)])
    expect(flow).toMatchObject({ outcome: 'never', reversionOutageNs: 2e9 })
    expect(Math.abs((flow.backNs ?? 0) - 2e8)).toBeLessThanOrEqual(STEP_NS)
  })

  test('counts late packets apart from lost ones, and both in an outage', () => {
    const lost: StreamRecord['lost'] = [between(INJECT_NS, INJECT_NS + 1e9)]
    const [first, last] = lost[0] ?? [0, 0]
    const flow = measure(lost, { overdue: [[first + 20, last]] })
    expect(flow).toMatchObject({ lost: 20, overdue: 80, outageNs: 1e9, outages: [{ lost: 20, overdue: 80 }] })
    expect(flow.received).toBe(flow.sent - 100)
    expect(flow.worstLoss).toEqual({ lost: 20, sent: Math.floor((END_NS - INJECT_NS) / STEP_NS) })
  })
})

describe('the split at the healing', () => {
  // A router that waits for a neighbour kept packets for 200 ms, long before: that is no delay of the healing's.
  const delay = { minNs: 2e4, medianNs: 3e4, maxNs: 2e8 }
  const delays: StreamRecord['delays'] = [
    [1e9, 3e4],
    [9e9, 2e8],
    [9.1e9, 3e4],
  ]

  test('goes by the delay that was normal then, not by the largest of the trial', () => {
    const flow = measure([between(HEAL_NS - 1.3e9, HEAL_NS + 5.9e8)], { delay, delays })
    // 200 ms before the healing the old split took 1.10 s for the outage, and 0.79 s for what came after.
    expect(flow.atLeastNs).toBe(1.3e9)
    expect(Math.abs((flow.backNs ?? 0) - 5.9e8)).toBeLessThanOrEqual(STEP_NS)
    expect(flow.error.splitNs).toBe(3e4)
  })

  test('does not take packets that left late while the lab was built for packets on their way', () => {
    const flow = measure([between(HEAL_NS - 1.3e9, HEAL_NS)], { late: [[0, 3e8]], clockErrorNs: 3e8, delays })
    expect(flow).toMatchObject({ atLeastNs: 1.3e9, reversionOutageNs: 0 })
  })

  test('carries its doubt into the error, where an outage lies across it', () => {
    const far: StreamRecord['delays'] = [[1e9, 2e8]]
    expect(measure([between(HEAL_NS - 1e9, HEAL_NS + 1e9)], { delays: far }).error.splitNs).toBe(2e8)
    expect(measure([between(INJECT_NS, INJECT_NS + 1e9)], { delays: far }).error.splitNs).toBe(0)
  })

  test('is undisturbed by what the healing sets free: it arrives after it', () => {
    const freed: StreamRecord['delays'] = [
      [1e9, 3e4],
      [Math.floor(HEAL_NS / 1e8) * 1e8, 2e8],
    ]
    expect(measure([between(HEAL_NS - 1.3e9, HEAL_NS)], { delays: freed }).atLeastNs).toBe(1.3e9)
  })

  test('takes no packet for a recovery that waited in a queue until the healing freed it', () => {
    const lost: StreamRecord['lost'] = [between(HEAL_NS - 1.3e9, HEAL_NS - 1e8)]
    const first = (lost[0]?.[1] ?? 0) + 1
    // It left 100 ms before the healing.
    expect(measure(lost, { held: [[first, 1.2e8]], delays })).toMatchObject({
      outcome: 'never',
      atLeastNs: 1.3e9,
    })
    expect(measure(lost, { held: [[first, 0.9e8]], delays })).toMatchObject({ outcome: 'recovered', outageNs: 1.2e9 })
    // As long as that is what the path takes, it shows that the path was whole.
    const far: StreamRecord['delays'] = [[1e9, 1.2e8]]
    expect(measure(lost, { held: [[first, 1.2e8]], delays: far }).outcome).toBe('recovered')
  })

  test('takes the last packet before the healing for no recovery: less than a step of waiting is not named', () => {
    const [first, last] = between(INJECT_NS, HEAL_NS)
    expect(measure([[first, last - 1]])).toMatchObject({ outcome: 'never', outageNs: null, backNs: 0 })
    // One step earlier a packet would have been named, had it waited until the healing.
    expect(measure([[first, last - 2]]).outcome).toBe('recovered')
  })
})

test('is back when the queue lets the first packet go, and not when that packet was sent', () => {
  // A cable is plugged in again, and the sender asks for its neighbour: packets of the last 100 ms wait for the answer, which comes 72 ms after the healing.
  const delays: StreamRecord['delays'] = [[1e9, 3e4]]
  const before: StreamRecord['lost'] = [between(HEAL_NS - 1.3e9, HEAL_NS - 1e8)]
  const first = (before[0]?.[1] ?? 0) + 1
  const waitedNs = HEAL_NS + 7.2e7 + 3e4 - (1e9 + first * STEP_NS)
  expect(measure(before, { held: [[first, waitedNs]], delays }).backNs).toBe(7.2e7)
  // Some that were sent after the healing are lost besides, and the first that is not waits for 50 ms.
  const across: StreamRecord['lost'] = [between(HEAL_NS - 1.3e9, HEAL_NS + 1e8)]
  const next = (across[0]?.[1] ?? 0) + 1
  const sentNs = 1e9 + next * STEP_NS
  expect(measure(across, { held: [[next, 5e7 + 3e4]], delays }).backNs).toBe(sentNs + 5e7 - HEAL_NS)
})

test('lost packets are neither invented nor forgotten', () => {
  const sent = (END_NS - 1e9) / STEP_NS
  const ranges = fc.uniqueArray(fc.nat(sent - 1), { maxLength: 60 }).map((numbers) => numbers.sort((a, b) => a - b))
  fc.assert(
    fc.property(ranges, (numbers) => {
      const flow = measure(numbers.map((number) => [number, number]))
      const counted = numbers.filter((number) => 1e9 + number * STEP_NS >= 7e9).length
      expect(flow.lost).toBe(counted)
      expect(flow.received).toBe(flow.sent - counted)
      const named = [...flow.outages, ...flow.noise].reduce((sum, outage) => sum + outage.lost, 0)
      expect(named).toBe(counted)
      expect(flow.totalNs).toBe(flow.outages.reduce((sum, outage) => sum + outage.lost, 0) * STEP_NS)
    }),
  )
})
