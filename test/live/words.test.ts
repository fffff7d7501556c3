import { expect, test } from 'vitest'
import { complete, readOrder } from '../../src/live/words.ts'
import { problemsOf } from '../problems.ts'

test('a fault is a word, a name and options', () => {
  expect(readOrder('  impair r1.lan loss=2% delay=50ms ')).toEqual({
    order: 'fault',
    word: 'impair',
    on: 'r1.lan',
    options: { loss: '2%', delay: '50ms' },
  })
  expect(readOrder('vlan host.leg2 vlan=20')).toMatchObject({ options: { vlan: 20 } })
  expect(readOrder('flap r1.lan duty=0.5')).toMatchObject({ options: { duty: 0.5 } })
})

test('the other words', () => {
  expect(readOrder('')).toBeNull()
  expect(readOrder('heal')).toEqual({ order: 'heal', on: null })
  expect(readOrder('wait 5s')).toEqual({ order: 'wait', forNs: 5e9 })
  expect(readOrder('watch')).toEqual({ order: 'watch', traffic: null })
})

test.each([
  ['cutt r1', 'unknown-word'],
  ['cut', 'word-missing'],
  ['cut r1 near', 'bad-option'],
  ['wait 5', 'bad-duration'],
  ['save', 'word-missing'],
  ['save x.ts', 'not-a-lab-file'],
])('%s is refused', (line, code) => {
  expect(problemsOf(() => readOrder(line)).map((problem) => problem.code)).toEqual([code])
})

test('Tab completes words, then what each of them takes', () => {
  const names = ['r1', 'r1.lan', 'active.lan']
  expect(complete('c', names, ['web'])).toEqual([['cut'], 'c'])
  expect(complete('cut r1', names, ['web'])).toEqual([['r1', 'r1.lan'], 'r1'])
  expect(complete('watch ', names, ['web'])).toEqual([['web'], ''])
  expect(complete('heal a', names, ['web'])).toEqual([['all', 'active.lan'], 'a'])
  expect(complete('wait a', names, ['web'])).toEqual([[], 'a'])
})
