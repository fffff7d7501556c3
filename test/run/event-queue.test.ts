import { expect, test } from 'vitest'
import type { RunEvent } from '../../src/report/run-event.ts'
import { EventQueue } from '../../src/run/event-queue.ts'

const trial = (index: number) => ({ id: `0-${String(index)}`, experiment: 0, name: 'cut', index, seed: 1 })
const beat = (index: number, labNs: number): RunEvent => ({ kind: 'beat', trial: trial(index), labNs })
const started = (index: number): RunEvent => ({ kind: 'trial-started', trial: trial(index) })

async function read(queue: EventQueue, most = Infinity): Promise<RunEvent[]> {
  const events: RunEvent[] = []
  for await (const event of queue) if (events.push(event) >= most) break
  return events
}

test('a reader gets every event in its order, whether it waits or comes late', async () => {
  const queue = new EventQueue()
  queue.push(started(0))
  const reading = read(queue)
  await Promise.resolve()
  queue.push(started(1))
  queue.push(started(2))
  queue.end()
  expect(await reading).toEqual([started(0), started(1), started(2)])
})

test('of each trial’s beats only the latest waits, behind what came before it', async () => {
  const queue = new EventQueue()
  for (const event of [beat(0, 1), beat(1, 1), started(2), beat(0, 2), beat(0, 3)]) queue.push(event)
  queue.end()
  expect(await read(queue)).toEqual([beat(1, 1), started(2), beat(0, 3)])
})

test('of beats and states no more wait than allowed; how many were dropped is said in their place', async () => {
  const queue = new EventQueue(2)
  queue.push(started(0))
  for (let index = 1; index <= 7; index++) queue.push(beat(index, 1))
  queue.push(started(8))
  queue.end()
  // Three, and three more, are dropped; the seventh waits.
  expect(await read(queue)).toEqual([started(0), { kind: 'events-skipped', count: 6 }, beat(7, 1), started(8)])
})

test('for a reader that has left nothing waits any more', async () => {
  const queue = new EventQueue()
  queue.push(started(0))
  queue.push(started(1))
  expect(await read(queue, 1)).toEqual([started(0)])
  queue.push(started(2))
  queue.end()
  expect(await read(queue)).toEqual([])
})

test('a failure is thrown when all events are read', async () => {
  const queue = new EventQueue()
  queue.push(started(0))
  queue.end({ error: new Error('no guest can boot') })
  const events: RunEvent[] = []
  const reading = async (): Promise<void> => {
    for await (const event of queue) events.push(event)
  }
  await expect(reading()).rejects.toThrow('no guest can boot')
  expect(events).toEqual([started(0)])
})
