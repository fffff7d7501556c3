import { afterAll, beforeAll, expect, test } from 'vitest'
import { inside, type Inside } from '../guest/inside.ts'
import type { Stage } from './back-ends.inside.ts'
import { CHANGES } from './every-operation.ts'
import type * as entry from './back-ends.inside.ts'

let guest: Inside<Stage[]> | undefined

beforeAll(async () => {
  guest = await inside<typeof entry>(new URL('back-ends.inside.ts', import.meta.url))
})
afterAll(() => {
  guest?.[Symbol.dispose]()
})

/** Numbers that count time or events, and identifiers that the kernel draws anew. */
const DRAWN =
  /timer$|^(link_netnsid|bridge_id|root_id|valid_life_time|preferred_life_time|index|installed|last_used|seed|partner_mac|tentative)$/

const settled = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner: unknown) => (DRAWN.test(key) ? undefined : inner)))

const names = ['build', ...CHANGES.flatMap(({ name }) => [name, `${name}, healed`])]

test.each(names)('netlink and iproute2 leave the kernel in one state: %s', (name) => {
  const stage = guest?.result.find((candidate) => candidate.name === name)
  expect(stage).toBeDefined()
  expect(stage?.netlink.state).toEqual(stage?.text.state)
  expect(settled(stage?.netlink.tools)).toEqual(settled(stage?.text.tools))
})

test('checksums are completed before sending where that is asked for, and nowhere else', () => {
  const [one, other] = ['leg0', 'leg1'].map((leg) => guest?.result[0]?.netlink.tools[`checksums of ${leg}`])
  expect(one).toContain('tx-checksumming: off')
  expect(other).toContain('tx-checksumming: on')
})

test.each(CHANGES.map(({ name }) => name))('heals to exactly the state before: %s', (name) => {
  const state = (stage: string) => guest?.result.find((candidate) => candidate.name === stage)?.netlink.state
  expect(state(name)).not.toEqual(state('build'))
  expect(state(`${name}, healed`)).toEqual(state('build'))
})
