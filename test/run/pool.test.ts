import { expect, test } from 'vitest'
import { pooled } from '../../src/run/pool.ts'

const never = new AbortController().signal

test('every item is worked on once, no slot by two at a time', async () => {
  const done: number[] = []
  const busy = new Set<string>()
  await pooled([1, 2, 3, 4, 5, 6, 7], ['a', 'b', 'c'], never, async (item, slot) => {
    expect(busy.has(slot)).toBe(false)
    busy.add(slot)
    await new Promise(setImmediate)
    busy.delete(slot)
    done.push(item)
  })
  expect(done.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7])
})

test('after an abort nothing more is taken', async () => {
  const stop = new AbortController()
  const taken: number[] = []
  await pooled([1, 2, 3], ['a'], stop.signal, async (item) => {
    taken.push(item)
    if (item === 2) stop.abort()
    await Promise.resolve()
  })
  expect(taken).toEqual([1, 2])
})

test('a failure is thrown only when the other slots have come to rest', async () => {
  let resting = false
  const run = pooled(['fails', 'slow', 'never taken'], ['a', 'b'], never, async (item) => {
    if (item === 'fails') throw new Error('first')
    expect(item).toBe('slow')
    await new Promise((done) => setTimeout(done, 20))
    resting = true
  })
  await expect(run).rejects.toThrow('first')
  expect(resting).toBe(true)
})
