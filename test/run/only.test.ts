import { expect, test } from 'vitest'
import { chosenBy } from '../../src/run/only.ts'

const all = ['the root dies', 'the root dies silently', 'a leg is cut'].map((name) => ({ name }))
const names = (only: string | null): string[] => chosenBy(only, all).map(({ name }) => name)

test('a name chooses its experiment alone, though another name holds it', () => {
  expect(names('the root dies')).toEqual(['the root dies'])
})

test('a part of names chooses all that hold it, and nothing chooses all', () => {
  expect(names('root')).toEqual(['the root dies', 'the root dies silently'])
  expect(names('fire')).toEqual([])
  expect(names(null)).toHaveLength(3)
})
