import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { impair, linkCut, linkFlap, linkSilent, nodeDown, nodePause, vlanMissing } from '../../chaos/index.ts'
import { vlans } from '../../src/compose/index.ts'
import type { Fault } from '../../src/model/fault.ts'
import { dualHomedActiveBackup, gatewayPair, servicePair } from '../../topologies/index.ts'

const site = gatewayPair()
const trunks = dualHomedActiveBackup({ vlans: [10] })
const cable = site.r1.lan
const service = servicePair()

/** Labs are run without type checks: whatever an author writes must come back as a problem. */
const wrong = (value: unknown): never => value as never

const good: readonly Fault[] = [
  linkCut(cable),
  linkCut(cable, { end: 'far' }),
  linkCut(site.active.lan, { end: 'near' }),
  nodeDown(site.r1),
  nodePause(site.r1),
  linkSilent(cable),
  linkSilent(cable, { direction: 'fromNear' }),
  linkSilent(site.active.lan, { direction: 'toNear', only: 'lacp' }),
  linkFlap(cable, { period: '1s', count: 10 }),
  linkFlap(cable, { period: '200ms', duty: 0.1, count: 1, jitter: '20ms' }),
  impair(cable, { delay: '50ms', jitter: '10ms' }),
  impair(cable, { delay: '50ms', jitter: '10ms', rate: '10mbit', direction: 'toNear' }),
  impair(cable, { loss: '0.1%', duplicate: '1%', corrupt: '0.5%' }),
  impair(cable, { loss: { mean: '2%', burst: 8 }, delay: '1ms', reorder: '25%' }),
  impair(cable, { delay: '50ms', jitter: '10ms', distribution: 'pareto', rate: '10mbit', limit: 200 }),
  impair(cable, { delay: '9ms', reorder: { share: '25%', correlation: '50%' }, gap: 5 }),
  impair(cable, { slot: { min: '10ms' } }),
  impair(cable, { slot: { min: '10ms', max: '20ms', packets: 5, bytes: 9000 } }),
  impair(cable, { fromNear: { loss: '2%' }, toNear: { delay: '10ms' } }),
  impair(cable, { toNear: { delay: '10ms' } }),
  vlanMissing(trunks.leg2, 10),
  vlanMissing(trunks.leg2, vlans({ voice: 10 }).voice),
  vlanMissing(trunks.peer, 10, { end: 'near' }),
]

const bad: readonly Fault[] = [
  linkCut(cable, wrong({ ende: 'near' })),
  linkCut(cable, wrong({ end: 'both' })),
  linkSilent(cable, wrong({ direction: 'fromnear', onyl: 'lacp' })),
  linkFlap(cable, wrong({})),
  linkFlap(cable, wrong({ period: '-1s', count: 0 })),
  linkFlap(cable, { period: '0s', count: 1.5, duty: 1 }),
  linkFlap(cable, { period: '100ms', count: 2, duty: 0.6, jitter: '40ms' }),
  impair(cable, {}),
  impair(cable, wrong({ loss: '20% 25%' })),
  impair(cable, wrong({ loss: { mean: '2%', correlation: '25%' } })),
  impair(cable, wrong({ loss: 2 })),
  impair(cable, { loss: '0%' }),
  impair(cable, { loss: { mean: '101%', burst: 4 } }),
  impair(cable, { loss: { mean: '95%', burst: 2 } }),
  impair(cable, { loss: { mean: '2%', burst: 0.5 } }),
  impair(cable, wrong({ loss: { mean: '2%' } })),
  impair(cable, wrong({ delay: 50, jiter: '1ms' })),
  impair(cable, { delay: '10ms', jitter: '20ms' }),
  impair(cable, { jitter: '20ms' }),
  impair(cable, { reorder: '10%' }),
  impair(cable, wrong({ rate: '10' })),
  impair(cable, { rate: '0mbit' }),
  impair(cable, wrong({ delay: '10ms', distribution: 'gauss' })),
  impair(cable, { delay: '10ms', distribution: 'normal' }),
  impair(cable, { gap: 3, loss: '1%' }),
  impair(cable, wrong({ delay: '1ms', reorder: { share: '25%', corelation: '5%' } })),
  impair(cable, wrong({ slot: { max: '10ms', frames: 3 } })),
  impair(cable, { slot: { min: '20ms', max: '10ms', packets: 0 } }),
  impair(cable, { loss: '1%', limit: 0 }),
  impair(cable, { limit: 10 }),
  impair(cable, { delay: '10ms', direction: 'toNear', fromNear: { loss: '2%' } }),
  impair(cable, wrong({ fromNear: { loss: 2, direction: 'both' }, toNear: 3 })),
  vlanMissing(trunks.leg2, 4095),
  vlanMissing(trunks.leg2, wrong('10')),
  nodeDown(service.vip),
  nodePause(service.vip),
]

/** `UPDATE_GOLDEN=1 npx vitest run test/chaos` writes it anew. */
function matchesGolden(name: string, text: string): void {
  const file = new URL(`../golden/chaos/${name}.txt`, import.meta.url)
  if (process.env['UPDATE_GOLDEN'] !== undefined) writeFileSync(file, text)
  expect(text).toBe(readFileSync(file, 'utf8'))
}

it('says what each fault does', () => {
  expect(good.flatMap(({ problems }) => problems)).toEqual([])
  matchesGolden('texts', good.map(({ kind, on, text }) => `${kind} on ${on}\n  ${text}\n`).join(''))
})

it('says all that is wrong with options, and where', () => {
  expect(bad.every(({ problems }) => problems.length > 0)).toBe(true)
  const lines = bad.flatMap(({ problems }, index) => [
    String(index + 1),
    ...problems.flatMap(({ code, what, allowed, next, where }) => {
      expect(where).toMatch(/^test\/chaos\/texts\.test\.ts:\d+:\d+$/)
      return [
        `  ${code}: ${what}`,
        ...(allowed === undefined ? [] : [`    allowed: ${allowed}`]),
        ...(next === undefined ? [] : [`    next: ${next}`]),
      ]
    }),
  ])
  matchesGolden('problems', `${lines.join('\n')}\n`)
})
