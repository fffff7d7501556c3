import { describe, expect, it } from 'vitest'
import { impair, linkCut, linkFlap, linkSilent, nodeDown, nodePause } from '../../chaos/index.ts'
import type { Fault } from '../../src/model/fault.ts'
import type { ToldPrediction } from './ask.ts'
import type { TheorySession } from '../../src/theory/session.ts'
import { stallOf, type Talk } from '../../src/theory/stall.ts'
import { echoTimeouts, promptTimeouts, retransmissions } from '../../src/theory/tcp.ts'
import { dualHomedLag, gatewayPair } from '../../topologies/index.ts'
import { ask } from './ask.ts'
import { worded } from '../../src/model/reason.ts'

const why = { because: worded('here'), source: 'there', detection: null, phases: [] }
const stall = (low: number, high: number, talk: Talk, hz = 100) => {
  const outage = { ...why, lowNs: low * 1e6, highNs: high * 1e6 }
  const { lowNs, highNs } = stallOf([outage, outage], talk, hz)
  return [lowNs / 1e6, highNs / 1e6] as const
}
const echo: Talk = { kind: 'tcp', intervalNs: 100e6 }

describe('a lost segment leaves again', () => {
  it('after 0.21 s at HZ=100, as long after it, and then twice as long each, in granules of the timer wheel', () => {
    // Measured with 168 silences of 20 ms to 3.5 s, from the request on: 213 to 217 ms, 430 to 438, 861 to 869, 1717 to 1785,
    // 3470 to 3545.
    expect(
      retransmissions(promptTimeouts(100)[0] ?? 0, 100, 8e9).map(({ lowNs, highNs }) => [lowNs / 1e6, highNs / 1e6]),
    ).toEqual([
      [210, 220],
      [430, 440],
      [860, 870],
      [1710, 1790],
      [3400, 3550],
      [6770, 6990],
      [13500, 14350],
    ])
    // A server is acknowledged after 40 to 50 ms, or with the next request.
    expect(echoTimeouts(100e6, 100)).toEqual([24, 25, 26])
    expect(echoTimeouts(10e6, 100)).toEqual([21, 22])
    // 201 ticks of 1 ms: the granule is 8 ms.
    expect(
      retransmissions(promptTimeouts(1000)[0] ?? 0, 1000, 1).map(({ lowNs, highNs }) => [lowNs / 1e6, highNs / 1e6]),
    ).toEqual([[201, 209]])
  })
})

describe('a session stalls', () => {
  it('not at all where nothing is lost, and perhaps not where the outage fits between two requests', () => {
    expect(stall(0, 0, echo)).toEqual([0, 0])
    expect(stall(50, 60, echo)[0]).toBe(0)
  })

  it('until a request leaves again after the outage, beside its own interval', () => {
    // Measured with 400 ms of silence: 534 to 539 ms; an echo that was lost instead of its request may take 260 ms twice.
    const [low, high] = stall(400, 400, echo)
    expect(low).toBe(430)
    expect(high).toBeGreaterThan(539)
  })

  it('twice as long as the outage at worst: 7.04 s where a virtual router needs 3.61 s', () => {
    const [low, high] = stall(2609.375, 3609.375, echo)
    // Also a queue at a neighbour may let it out, but not before the outage ends.
    expect(low).toBe(2609.375)
    // An interval, the outage, the wait that is running then (336 ticks and a granule of 8), and the program's own timers.
    expect(high).toBe(100 + 3609.375 + 3440 + 5)
  })

  it('of a writer, which fills its window first, within the outage and the next wait', () => {
    // Measured with 3.5 s of silence: 6.74 s and 6.82 s; with 90 ms: 312 ms; of a slow one after up to 722 ms: 1.61 s.
    expect(stall(522, 722, { kind: 'stream', intervalNs: 80e6 })[1]).toBeGreaterThan(1610)
    const [low, high] = stall(3501, 3501, { kind: 'stream', intervalNs: 10e6 })
    expect(low).toBe(3501)
    expect(high).toBeGreaterThan(6820)
    expect(high).toBeLessThan(7100 + 210)
    expect(stall(90, 90, { kind: 'stream', intervalNs: 10e6 })[1]).toBeGreaterThan(312)
  })
})

describe('a session has a window', () => {
  const site = gatewayPair()
  const pair = (from: string, to: string) => [{ source: from, target: to }]
  const [host, server] = [site.host.node.probes[0]?.address ?? '', site.server.node.probes[0]?.address ?? '']
  const ssh = {
    name: 'ssh',
    kind: 'tcp',
    from: 'host',
    to: 'server',
    pairs: { forward: pair(host, server), backward: pair(server, host) },
    intervalNs: 100e6,
    sizeBytes: 64,
    isAnew: false,
  } as const
  const asked = (more: Partial<TheorySession> = {}, holdNs = 15e9, fault: Fault = linkCut(site.r1.lan)) =>
    ask(site, fault, { holdNs, sessions: [{ ...ssh, ...more }] })
  const window = (theory: ToldPrediction) => theory.windows.find(({ on }) => on === 'ssh')
  const silence = (theory: ToldPrediction) => theory.silent.find((line) => line.startsWith('ssh: '))

  it('on top of that of a virtual router, with its timers', () => {
    const theory = asked()
    const flow = theory.windows.find(({ direction }) => direction === 'forward')
    // Measured: 3.58 s to 7.04 s, where the flows lose 2.61 to 3.61 s.
    expect(window(theory)).toMatchObject({ lowNs: flow?.lowNs, highNs: 7154.375e6, timers: flow?.timers })
    expect(window(theory)?.direction).toBeUndefined()
  })

  it('that counts from the round trip which constant delays bring about, there and back', () => {
    // Measured with A = 200 ms: 1.33 s ± 130 ms, above the 1.2 s that a round trip of 1 ms had allowed.
    const swift = gatewayPair({ advertInterval: '200ms', priority: { r1: 150, r2: 100 } })
    const drift = impair(swift.serverLink, { delay: '49ms' })
    const late = (more: Partial<TheorySession>) =>
      ask(swift, linkCut(swift.r1.lan), { drift, holdNs: 6e9, sessions: [{ ...ssh, ...more }] })
    const found = window(late({ intervalNs: 20e6 }))
    // The outage may reach to 820 ms, and the third retransmission after 2 x 300 ms and 600 ms more comes after it.
    expect(found?.highNs).toBeGreaterThan(1230e6 + 98e6 + 20e6)
    expect(found?.lowNs).toBeLessThan(530e6)
    expect(silence(late({ intervalNs: 300e6 }))).toContain('too few samples')
    expect(silence(late({ kind: 'stream' }))).toContain('a delay is on its path')
    expect(promptTimeouts(100, { lowNs: 98e6, highNs: 98e6 })).toEqual([30, 31, 32, 33, 34, 35, 36, 37, 38])
    expect(promptTimeouts(100)).toEqual([21])
  })

  it('unless TCP may send again only when the fault is healed, or it is silent then', () => {
    expect(silence(asked({}, 6e9))).toContain('TCP may send again only 7.15 s after the fault')
    expect(silence(asked({}, 3e9))).toContain('it may be silent when the fault is healed')
  })

  it('unless its end, its segments or the fault are none that theory models', () => {
    expect(silence(asked({ isAnew: true }))).toContain('several nodes serve as one')
    expect(silence(asked({ sizeBytes: 1449 }))).toContain('1449 bytes takes several segments')
    expect(silence(asked({}, 15e9, linkFlap(site.r1.lan, { period: '1s', count: 3 })))).toContain('a flapping cable')
  })

  it('unless one of its ends hangs or loses its power, which no outage of the network shows', () => {
    // Measured: test/run/power.guest.test.ts, a stall for as long as the node hangs.
    expect(silence(asked({}, 15e9, nodePause(site.server)))).toContain('server hangs')
    expect(silence(asked({}, 15e9, nodePause(site.host)))).toContain('host hangs')
    expect(silence(asked({}, 15e9, nodeDown(site.server)))).toContain('it may be silent when the fault is healed')
  })

  it('without a floor where its one connection may use another leg, or a stall may be taken for that of the return', () => {
    const lag = dualHomedLag()
    const silent = ask(lag, linkSilent(lag.leg(1)), { holdNs: 300e9, sessions: [onLag(lag)] })
    expect(window(silent)?.lowNs).toBe(0)
    expect(silent.windows.find(({ direction }) => direction === 'forward')?.lowNs).toBeGreaterThan(1e9)
    expect(window(asked({ intervalNs: 8e9 }, 16e9))?.lowNs).toBe(0)
  })

  const onLag = ({ host: near, server: far }: ReturnType<typeof dualHomedLag>): TheorySession => {
    const [a, b] = [near.node.probes[0]?.address ?? '', far.node.probes[0]?.address ?? '']
    return { ...ssh, pairs: { forward: pair(a, b), backward: pair(b, a) } }
  }
})

describe('a client that gives up', () => {
  const site = gatewayPair({ advertInterval: '100ms' })
  const windowOf = (userTimeoutNs: number, kind: 'tcp' | 'stream' = 'tcp') => {
    const session = { name: 'ssh', from: 'host', to: 'server', intervalNs: 100e6, sizeBytes: 64, isAnew: false }
    const sessions = [
      {
        ...session,
        kind,
        userTimeoutNs,
        pairs: {
          forward: [{ source: '10.0.1.101', target: '10.0.2.101' }],
          backward: [{ source: '10.0.2.101', target: '10.0.1.101' }],
        },
      },
    ]
    const { windows, silent } = ask(site, linkCut(site.r1.lan), { sessions, holdNs: 12e9 })
    const found = windows.find(({ on }) => on === 'ssh')
    return found === undefined ? silent.join() : { ...found, span: [found.lowNs / 1e6, (found.highNs ?? 0) / 1e6] }
  }
  const patient = windowOf(60e9)

  it('after its retransmissions have passed is as one that does not', () => {
    // An outage of up to 361 ms: a request and its echo pass within a second, and a patience of 60 s has no part in it.
    expect(patient).not.toHaveProperty('because', expect.stringContaining('gives the connection up'))
  })

  it('before that dials again, at the next handshake after the outage at the latest', () => {
    const found = windowOf(100e6)
    if (typeof found === 'string' || typeof patient === 'string') throw new Error('silent')
    expect(found.because).toContain('gives the connection up after 100 ms')
    // From the outage's end 3.2 s to the next handshake, beside the pause and what programs take; its floor is the outage's.
    expect(found.span[1]).toBeCloseTo(360.938 + 100 + 3200 + 20, 0)
    expect(found.span[0]).toBeCloseTo(260.938, 0)
  })

  it('is not modelled for a writer', () => {
    expect(windowOf(100e6, 'stream')).toContain('when a writer sends again first is not modelled')
  })
})
