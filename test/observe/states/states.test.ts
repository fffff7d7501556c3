import { expect, test } from 'vitest'
import type { JournalBody } from '../../../src/model/journal.ts'
import type { BondActiveWait } from '../../../src/mechanisms/bond/data-kinds.ts'
import type { LacpCollected } from '../../../src/mechanisms/lacp/data-kinds.ts'
import { Clock } from '../../../src/linux/clock.ts'
import { States } from '../../../src/observe/states/states.ts'
import { askOf } from '../../../src/mechanisms/all/watch.ts'
import type { Look } from '../../../src/mechanisms/contract/watch.ts'
import type { NamedWait } from '../../../src/model/operation.ts'
import type { Ns } from '../../../src/model/time.ts'

function fresh(): { states: States; journal: JournalBody[]; clock: Clock } {
  const journal: JournalBody[] = []
  const clock = new Clock()
  return { states: new States(clock, { write: (body: JournalBody) => void journal.push(body) }), journal, clock }
}

async function awaited(states: States, wait: NamedWait, deadlineNs: Ns): Promise<void> {
  const look: Look = {
    now: (watch, node, name) => states.now(watch, node, name),
    detail: (watch, node, name) => states.detail(watch, node, name),
    members: () => ['eth0', 'eth1'],
  }
  const ask = askOf(wait)
  const describe = () => ({ wanted: ask.wanted(wait), seen: ask.seen(wait, look) })
  return states.until(() => ask.holds(wait, look), deadlineNs, describe)
}

test('a change is journalled once, with what was before', () => {
  const { states, journal } = fresh()
  states.saw('carrier', 'r1', 'lan', 'up', 1)
  states.saw('carrier', 'r1', 'lan', 'up', 2)
  states.saw('carrier', 'r1', 'lan', 'down', 3, 'shut')
  expect(journal).toEqual([
    { ev: 'state', watch: 'carrier', node: 'r1', name: 'lan', from: null, to: 'up' },
    { ev: 'state', watch: 'carrier', node: 'r1', name: 'lan', from: 'up', to: 'down', detail: 'shut' },
  ])
  expect(states.history('carrier', 'r1', 'lan')).toEqual([
    { t: 1, to: 'up' },
    { t: 3, to: 'down' },
  ])
})

test('a detail that changes alone is journalled, and is no change of state', () => {
  const { states, journal } = fresh()
  states.saw('lacpPort', 'host', 'eth0', 'stopped', 1, 'actor 15')
  states.saw('lacpPort', 'host', 'eth0', 'stopped', 2, 'actor 143')
  expect(journal.at(-1)).toMatchObject({ from: 'stopped', to: 'stopped', detail: 'actor 143' })
  expect(states.history('lacpPort', 'host', 'eth0')).toHaveLength(1)
})

test('a wait ends with the change that it waits for', async () => {
  const { states, clock } = fresh()
  const active: BondActiveWait = { wait: 'bondActive', node: 'host', name: 'bond0', member: 'eth1' }
  const over = awaited(states, active, clock.now() + 5e9)
  states.saw('bondActive', 'host', 'bond0', 'eth0', 1)
  states.saw('bondActive', 'host', 'bond0', 'eth1', 2)
  await expect(over).resolves.toBeUndefined()
})

test('a wait that fails says what was wanted and what was seen', async () => {
  const { states, clock } = fresh()
  states.saw('lacpPort', 'host', 'eth0', 'distributing', 1, 'actor 63, partner 63')
  states.saw('lacpPort', 'host', 'eth1', 'stopped', 1, 'actor 71, partner 1')
  const collected: LacpCollected = { wait: 'lacpCollected', node: 'host', name: 'bond0', members: 2 }
  await expect(awaited(states, collected, clock.now())).rejects.toThrow(
    'for 2 distributing ports in host:bond0; seen: eth0 distributing (actor 63, partner 63), eth1 stopped (actor 71, partner 1)',
  )
})
