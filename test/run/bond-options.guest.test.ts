import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { splitTrials } from '../../src/journal/trials.ts'
import type { JournalBody, JournalEvent } from '../../src/model/journal.ts'
import { summarySchema, type Summary } from '../../src/report/schema.ts'
import { backhoe } from '../cli/backhoe.ts'
import { framesOf, type Frame } from '../observe/frames.ts'
import { Scratch } from './scratch.ts'

/** Bonds lose their first leg, and what the kernel does then shows that each option has arrived there. Four trials. */
const scratch = new Scratch()
let summary: Summary
let trials: readonly (readonly JournalEvent[])[] = []

beforeAll(async () => {
  const lab = 'test/run/labs/bond-options.lab.ts'
  await backhoe(['run', lab, '--trial', '0', '--pcap', '--out', scratch.path])
  summary = summarySchema.parse(JSON.parse(scratch.latest('summary.json')))
  trials = splitTrials(scratch.events())
})
afterAll(() => {
  scratch[Symbol.dispose]()
})

/** Second of the lab's clock at which a virtual guest boots; its agent counts from the same second. */
const EPOCH = '1700000000'
/** 100 ms at HZ=100, as the timer wheel has it. */
const LOOK_NS = 110e6

const EXPERIMENTS = ['together', 'repeats', 'tlb', 'alb'] as const
type Name = (typeof EXPERIMENTS)[number]

const isName = (name: string): name is Name => (EXPERIMENTS as readonly string[]).includes(name)
/** The experiment in which a host loses its leg. */
const of = (host: string): Name => (isName(host) ? host : 'together')

const trial = (name: Name): Summary['experiments'][number]['trials'][number] =>
  summary.experiments.find((one) => one.name === name)?.trials[0] ?? expect.unreachable(name)

function all<Ev extends JournalBody['ev']>(name: Name, ev: Ev): Extract<JournalEvent, { ev: Ev }>[] {
  const number = EXPERIMENTS.indexOf(name)
  const own = trials.find(([start]) => start?.ev === 'start' && start.experiment === number)
  return (own ?? []).filter((event): event is Extract<JournalEvent, { ev: Ev }> => event.ev === ev)
}

const injectedNs = (name: Name): number => all(name, 'inject')[0]?.beforeNs ?? NaN
const healedNs = (name: Name): number => all(name, 'heal')[0]?.beforeNs ?? NaN

/** What passes a host's port, at its own end of the cable. */
function frames(host: string, port: 'eth0' | 'eth1'): readonly Frame[] {
  const folder = join(scratch.path, `latest/trials/${String(EXPERIMENTS.indexOf(of(host)))}-0/pcap`)
  const file = readdirSync(folder).find((name) => name.startsWith(`${host}_${port}--`)) ?? expect.unreachable(host)
  return framesOf(join(folder, file), EPOCH)
}

const before =
  (host: string) =>
  ({ t }: Frame): boolean =>
    t < injectedNs(of(host))
const during =
  (host: string) =>
  ({ t }: Frame): boolean =>
    t > injectedNs(of(host)) && t < healedNs(of(host))
const macAt = (bytes: Buffer, at: number): string => bytes.toString('hex', at, at + 6)
const addressAt = (bytes: Buffer, at: number): string => bytes.subarray(at, at + 4).join('.')

/** As the lab numbers them. */
const ADDRESSES: Readonly<Record<string, string>> = { mute: '10.0.0.1', repeats: '10.0.0.2', follows: '10.0.0.4' }

/** Gratuitous ARP that leaves a host by its second leg while the first one is dark. */
const announced = (host: string): readonly Frame[] =>
  frames(host, 'eth1').filter(
    (frame) =>
      during(host)(frame) &&
      frame.bytes.readUInt16BE(12) === 0x0806 &&
      addressAt(frame.bytes, 28) === ADDRESSES[host] &&
      addressAt(frame.bytes, 38) === ADDRESSES[host],
  )

/** Source addresses of the probes that leave a host by a leg. */
const sources = (host: string, port: 'eth0' | 'eth1', when: (host: string) => (frame: Frame) => boolean): string[] => [
  ...new Set(
    frames(host, port)
      .filter((frame) => when(host)(frame) && isProbe(frame) && addressAt(frame.bytes, 30) === '10.0.0.100')
      .map(({ bytes }) => macAt(bytes, 6)),
  ),
]

const isProbe = ({ bytes }: Frame): boolean => bytes.readUInt16BE(12) === 0x0800 && bytes[23] === 17

const lost = (host: string): readonly number[] =>
  trial(of(host))
    .flows.filter(({ name }) => name === host)
    .map(({ outageMs }) => outageMs ?? 0)

test.each(EXPERIMENTS)('%s: the trial counts, the fault was live, and each bond is as it was before it', (name) => {
  const { doubts, fault } = trial(name)
  expect({ doubts, proof: fault.proof }).toMatchObject({ doubts: [], proof: { live: true, removed: true } })
})

describe('what a bond announces', () => {
  test('is its address once by default, and nothing with numGratArp 0', () => {
    expect([announced('follows').length, announced('mute').length]).toEqual([1, 0])
  })

  test('is repeated as often as numGratArp says, peerNotifDelay apart; the first pause is a look shorter', () => {
    const at = announced('repeats').map(({ t }) => t)
    const pauses = at.slice(1).map((t, index) => t - (at[index] ?? NaN))
    // The look that fails over counts as the first of the pause (bond_mii_monitor: bond_peer_notify_may_events).
    expect(pauses).toHaveLength(2)
    expect(Math.abs((pauses[0] ?? 0) - 2 * LOOK_NS)).toBeLessThan(5e6)
    expect(Math.abs((pauses[1] ?? 0) - 3 * LOOK_NS)).toBeLessThan(5e6)
  })

  test('is its groups as often as resendIgmp says', () => {
    const reports = frames('joins', 'eth1').filter(
      (frame) => during('joins')(frame) && frame.bytes.readUInt16BE(12) === 0x0800 && frame.bytes[23] === 2,
    )
    expect(reports).toHaveLength(3)
  })
})

describe('failOverMac', () => {
  test('active: the bond sends from the MAC of each leg', () => {
    const [first, second] = [sources('moves', 'eth0', before), sources('moves', 'eth1', during)]
    expect([first.length, second.length]).toEqual([1, 1])
    expect(second).not.toEqual(first)
  })

  test('follow: the bond keeps its MAC', () => {
    expect(sources('follows', 'eth1', during)).toEqual(sources('follows', 'eth0', before))
  })
})

test('allSlavesActive: a question that bridges flood to both legs is answered twice', () => {
  const answers = (host: string): number =>
    frames(host, 'eth0').filter(
      (frame) =>
        before(host)(frame) &&
        frame.bytes.readUInt16BE(12) === 0x0806 &&
        frame.bytes.readUInt16BE(20) === 2 &&
        addressAt(frame.bytes, 38) === '10.0.0.100',
    ).length
  expect([answers('follows'), answers('both')]).toEqual([1, 2])
})

test('arpAllTargets: one target of two that dies takes the leg with it only where all have to answer', () => {
  const moves = (node: string): number =>
    all('together', 'state').filter(
      (one) =>
        one.watch === 'bondActive' &&
        one.node === node &&
        one.t > injectedNs('together') &&
        one.t < healedNs('together'),
    ).length
  expect(moves('any')).toBe(0)
  expect(moves('every')).toBeGreaterThan(0)
})

describe('modes', () => {
  test('balance-rr sends every other packet by each leg, and broadcast each by both', () => {
    const sent = (host: string, port: 'eth0' | 'eth1'): number =>
      frames(host, port).filter(
        (frame) => before(host)(frame) && isProbe(frame) && addressAt(frame.bytes, 30) === '10.0.0.100',
      ).length
    const [first, second] = [sent('turns', 'eth0'), sent('turns', 'eth1')]
    expect(first).toBeGreaterThan(100)
    // ARP takes its turn as well.
    expect(Math.abs(first - second)).toBeLessThan(10)
    expect(sent('each', 'eth0')).toBe(sent('each', 'eth1'))
  })

  test('neither a copy nor another order is a loss', () => {
    for (const host of ['turns', 'each']) expect(lost(host)).toEqual([0, 0])
    const [copies] = trial('together').flows.filter(({ name }) => name === 'each')
    expect(copies?.duplicated).toBeGreaterThan(100)
  })

  test('balance-tlb and balance-alb go on without a LAG at the switches', () => {
    // The link monitor needs a look of 110 ms, and the rest a packet each.
    for (const host of ['tlb', 'alb']) expect(Math.max(...lost(host)), host).toBeLessThanOrEqual(140)
  })
})
