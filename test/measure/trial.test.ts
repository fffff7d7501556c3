import { describe, expect, test } from 'vitest'
import { noiseFloor } from '../../src/measure/noise.ts'
import { CONTROL, measureTrial } from '../../src/measure/trial.ts'
import { outsideWindow } from '../../src/measure/window.ts'
import type { JournalBody } from '../../src/model/journal.ts'
import { BackhoeError } from '../../src/model/problem.ts'
import {
  between,
  experimentPlan,
  INJECT_NS,
  planOf,
  sessionRecord,
  streamRecord,
  trialJournal,
} from '../report/story.ts'
import type { Story } from '../report/story.ts'
import { reasonText } from '../../src/model/reason.ts'

const experiment = experimentPlan()
const plan = planOf([experiment])
const measured = (story: Partial<Story> = {}) =>
  measureTrial(trialJournal({ trial: 4, outageNs: 3.1e9, ...story }), plan)

describe('a failover', () => {
  test('counts, with its detection and its return', () => {
    const trial = measured()
    expect(trial).toMatchObject({
      index: 4,
      doubts: [],
      gate: { passed: true },
      fault: { proof: { live: true, removed: true } },
    })
    expect(trial.flows).toHaveLength(2)
    expect(trial.flows[0]).toMatchObject({ outageNs: 3.1e9, detectionNs: 3.1e9 - 4e6, reversionTimeNs: 3.4141e9 })
    expect(trial.sessions[0]).toMatchObject({ name: 'ssh', verdict: 'survived' })
  })

  test('that was found by polling has half of the poll in the error of its detection', () => {
    const polled = trialJournal({ trial: 4, outageNs: 3.1e9 }).map((event) =>
      event.ev === 'state' && event.node === 'r2' && event.to === 'MASTER'
        ? { ...event, sinceNs: event.t - 1e8 }
        : event,
    )
    const [plain, flow] = [measured().flows[0], measureTrial(polled, plan).flows[0]]
    expect(flow?.detectionNs).toBe(3.1e9 - 4e6 - 5e7)
    expect((flow?.detectionErrorNs ?? 0) - (plain?.detectionErrorNs ?? 0)).toBe(5e7)
  })

  test('that was found by a poll from before the fault cannot have been detected before the fault', () => {
    const detectedNs = 4e7
    const polled = trialJournal({ trial: 4, outageNs: detectedNs + 4e6 }).map((event) =>
      event.ev === 'state' && event.node === 'r2' && event.to === 'MASTER'
        ? { ...event, sinceNs: INJECT_NS - 6e7 }
        : event,
    )
    const [plain, flow] = [measured({ outageNs: detectedNs + 4e6 }).flows[0], measureTrial(polled, plan).flows[0]]
    // The state changed at some time in these 40 ms, and not in the 100 ms between the polls.
    expect(flow?.detectionNs).toBe(detectedNs / 2)
    expect((flow?.detectionErrorNs ?? 0) - (plain?.detectionErrorNs ?? 0)).toBe(detectedNs / 2)
  })

  test('whose backup stays active has no reversion time', () => {
    const stays = trialJournal({ trial: 4, outageNs: 3.1e9 }).filter(
      (event) => event.ev !== 'state' || event.to !== 'BACKUP' || event.node !== 'r2' || event.from === null,
    )
    expect(measureTrial(stays, plan).flows[0]?.reversionTimeNs).toBeNull()
  })
})

describe('a trial does not count', () => {
  const gate = (passed: boolean, because: string): JournalBody => ({ ev: 'gate', passed, because, evidence: [] })
  const cases: readonly (readonly [string, Partial<Story>, RegExp])[] = [
    ['that has no end', { without: ['end'] }, /no end/],
    [
      'whose agent failed',
      {
        instead: [
          { ev: 'error', code: 'deadline', what: 'too late\n at trial.ts:3' },
          { ev: 'end', status: 'failed' },
        ],
      },
      /^deadline: too late$/,
    ],
    [
      'whose gate failed',
      { instead: [gate(false, 'was not redundant before the fault: leg 2')] },
      /gate: was not redundant/,
    ],
    ['whose gate was never reached', { without: ['gate'] }, /never reached/],
    [
      'whose fault was not live',
      { instead: [{ ev: 'proof', live: false, evidence: ['no carrier was lost'] }] },
      /no proof that the fault was live: no carrier was lost/,
    ],
    [
      'whose fault is still there',
      { instead: [{ ev: 'removed', removed: false, evidence: ['- qdisc noqueue'] }] },
      /no proof that the fault is gone/,
    ],
    ['that was not injected', { without: ['inject'] }, /not injected/],
    ['that was not healed', { without: ['heal'] }, /not healed/],
    [
      'that lost packets before the fault',
      { instead: [streamRecord({ lost: [between(7.4e9, 7.6e9)] })] },
      /web forward lost 20 packets before the fault/,
    ],
    [
      'whose session stalled before the fault',
      { instead: [sessionRecord({ stalls: [{ startNs: 7.1e9, endNs: 7.6e9 }] })] },
      /^ssh stalled for 500 ms before the fault$/,
    ],
    ['that does not account for its streams', { without: ['stream'] }, /web backward: 0 of 2 streams/],
    ['that does not account for its session', { without: ['session'] }, /ssh is not accounted for/],
  ]
  test.each(cases)('%s', (_, story, why) => {
    expect(measured(story).doubts.some((doubt) => why.test(reasonText(doubt)))).toBe(true)
  })
})

test('a control has no fault, and what it lost is the noise floor', () => {
  const quiet = measureTrial(trialJournal({ trial: null }), plan)
  expect(quiet).toMatchObject({ index: CONTROL, doubts: [] })
  expect(noiseFloor(quiet, 'web')).toBe(0)
  const both = (['forward', 'backward'] as const).flatMap((direction) =>
    [0, 1].map((stream) => streamRecord({ direction, stream, lost: stream === 0 ? [between(9e9, 9.05e9)] : [] })),
  )
  const noisy = measureTrial(trialJournal({ trial: null, instead: both }), plan)
  expect(noiseFloor(noisy, 'web')).toBe(5e7)
  expect(noiseFloor(null, 'web')).toBeNull()
})

describe('outside the window', () => {
  const outside = (outageNs: number) => outsideWindow(experiment, [measured({ outageNs })])
  test('is what lies beyond it by more than its error', () => {
    expect(outside(3e9)).toEqual([])
    // The window is 2.609 … 3.609 s, the error 10 ms.
    expect(outside(2.6e9)).toEqual([])
    expect(outside(2.5e9)[0]).toMatchObject({ side: 'below', trial: 4 })
    expect(outside(3.7e9)[0]).toMatchObject({ side: 'above' })
  })
  test('is a death later than the floor says, and one that no window knows', () => {
    // Healed at 18 s: dead for 9 s there, or only for the last 3.4 s, as where a later reaction breaks what worked.
    const windows = experiment.variants.flatMap((variant) => variant.windows)
    const never = (lowNs: number, deadNs: number, highNs: number | null = null) => {
      const variants = experiment.variants.map((one) => ({
        ...one,
        windows: windows.map((window) => ({ ...window, lowNs, highNs })),
      }))
      const trial = measured({ outageNs: deadNs })
      const flows = trial.flows.map((flow) => ({
        ...flow,
        outcome: 'never' as const,
        outageNs: null,
        atLeastNs: deadNs,
      }))
      return outsideWindow({ ...experiment, variants }, [{ ...trial, flows }]).map(({ because }) => reasonText(because))
    }
    expect(never(8e9, 9e9)).toEqual([])
    expect(never(5e9, 3.4e9)[0]).toBe("trial 4: at least 3.4 s ± 10 ms is below the window's floor of 5 s")
    expect(never(2.6e9, 3e9, 3.6e9)[0]).toContain('theory says that it is back by then')
  })
  test('is the longer of an outage that ended and one that was open at the healing', () => {
    const trial = measured()
    const both = (outageNs: number, atLeastNs: number) => {
      const flows = trial.flows.map((flow) => ({ ...flow, outcome: 'never' as const, outageNs, atLeastNs }))
      return outsideWindow(experiment, [{ ...trial, flows }]).map(({ because }) => reasonText(because))[0]
    }
    expect(both(8.14e9, 3e9)).toBe("trial 4: 8.14 s ± 10 ms is above the window's top of 3.61 s")
    expect(both(3e9, 8e9)).toBe("trial 4: at least 8 s ± 10 ms is above the window's top of 3.61 s")
  })
  test('is a return before the healing where there is none, unless a queue keeps packets until after it', () => {
    const windows = experiment.variants.flatMap((variant) => variant.windows)
    const returned = (releasedNs: number | null, outageNs: number) => {
      const never = { lowNs: 10e9 - (releasedNs ?? 0), highNs: null, ...(releasedNs === null ? {} : { releasedNs }) }
      const variants = experiment.variants.map((one) => ({
        ...one,
        windows: windows.map((window) => ({ ...window, ...never })),
      }))
      return outsideWindow({ ...experiment, variants }, [measured({ outageNs })]).map(({ because }) =>
        reasonText(because),
      )
    }
    expect(returned(null, 9.9e9)[0]).toContain('theory says that it does not come back before the healing')
    expect(returned(0.2e9, 9.9e9)).toEqual([])
    expect(returned(0.2e9, 9.7e9)[0]).toContain("is below the window's floor of 9.8 s")
  })
  test('is no return that packets so rare cannot tell from the healing', () => {
    // Packets are 1 s apart: a silence of 372 ms may lose none, or one, whose successor left after the healing.
    const variants = experiment.variants.map((one) => ({
      ...one,
      windows: one.windows.map((window) => ({ ...window, lowNs: 372e6, highNs: null })),
    }))
    const found = (outcome: 'untouched' | 'recovered', outageNs: number | null, endsNs: number) => {
      const trial = measured()
      const [injectedNs] = trial.fault.injectedNs ?? [0]
      const healedNs = [injectedNs + 372e6, injectedNs + 373e6] as const
      const outages = [{ startNs: injectedNs + 1e6, endNs: injectedNs + endsNs, lost: 1, overdue: 0 }]
      const flows = trial.flows.map((flow) => ({ ...flow, outcome, outageNs, atLeastNs: null, outages, errorNs: 1e9 }))
      const fault = { ...trial.fault, healedNs }
      return outsideWindow({ ...experiment, holdNs: 372e6, variants }, [{ ...trial, fault, flows }])
    }
    expect(found('untouched', null, 0)).toEqual([])
    expect(found('recovered', 1e9, 390e6)).toEqual([])
  })
  test('is not what was dark until a healing that came later than was asked for', () => {
    // A batch takes its time: 20 ms were asked for, and 21.4 ms were held.
    const variants = experiment.variants.map((one) => ({
      ...one,
      windows: one.windows.map((window) => ({ ...window, lowNs: 0, highNs: 20e6, unhealedNs: 3.6e9 })),
    }))
    const found = (deadNs: number) => {
      const trial = measured()
      const [injectedNs] = trial.fault.injectedNs ?? [0]
      const fault = { ...trial.fault, healedNs: [injectedNs + 21.39e6, injectedNs + 21.4e6] as const }
      const open = { outcome: 'never' as const, outageNs: null, atLeastNs: deadNs, errorNs: 0.2e6 }
      const flows = trial.flows.map((flow) => ({ ...flow, ...open }))
      return outsideWindow({ ...experiment, holdNs: 20e6, variants }, [{ ...trial, fault, flows }])
    }
    expect(found(21.4e6)).toEqual([])
    expect(found(22e6)[0]).toMatchObject({ side: 'above' })
  })
  test('is a flow that the fault did not touch where theory says that it must', () => {
    expect(outside(0)[0]?.likely[0]).toMatchObject({ rule: 'not-crossed' })
  })
})

test('a journal of another plan is refused', () => {
  expect(() => measureTrial(trialJournal({ trial: 0, experiment: 3 }), plan)).toThrow(BackhoeError)
})
