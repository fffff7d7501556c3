import { expect, test } from 'vitest'
import { BackhoeError } from '../../src/model/problem.ts'
import { renderProblems } from '../../src/cli/output.ts'
import type { Kernel } from '../../src/kernel/kernel.ts'
import type { RunRequest } from '../../src/run/options.ts'
import { repeatFlags } from '../../src/run/repeat.ts'
import { chosenBy, refuseMissingTrial } from '../../src/run/only.ts'

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

test('a trial that an experiment does not have is refused, with those that it has; --trials counts in place of its own number', async () => {
  const refused = (trial: number | null, trials: number): BackhoeError | null => {
    try {
      refuseMissingTrial(
        trial,
        [
          { name: 'long', trials: 200 },
          { name: 'short', trials },
        ],
        'x.lab.ts',
      )
      return null
    } catch (error) {
      if (error instanceof BackhoeError) return error
      throw error
    }
  }
  expect([refused(null, 4), refused(0, 1), refused(3, 4), refused(99, 100)]).toEqual([null, null, null, null])
  const errors = [refused(99, 4), refused(4, 4), refused(1, 1)]
  expect(errors.map((error) => error?.exitCode)).toEqual([64, 64, 64])
  const problems = errors.flatMap((error) => error?.problems ?? [])
  await expect(renderProblems(problems, { color: false, cwd: '/' })).toMatchFileSnapshot(
    '../golden/errors/run-unknown-trial.txt',
  )
})

// Trial 57 of a run with --trials 100 is none of a lab's 20.
test('the command that brings a trial back says of how many it is one', () => {
  const request = { runtime: 'netns', attach: false, trials: 100 } as RunRequest
  expect(repeatFlags(request, { flavour: 'virtual' } as Kernel)).toEqual(['--trials 100'])
  expect(repeatFlags({ ...request, trials: null }, { flavour: 'virtual' } as Kernel)).toEqual([])
})
