import { mkdirSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { benches, dropBenchFolder, makeBenchFolder } from '../../src/live/place.ts'
import { problemsOf } from '../problems.ts'
import { Scratch } from '../run/scratch.ts'

let scratch: Scratch
beforeEach(() => {
  scratch = new Scratch()
  vi.stubEnv('XDG_STATE_HOME', scratch.path)
})
afterEach(() => {
  vi.unstubAllEnvs()
  scratch[Symbol.dispose]()
})

const live = (): string => join(scratch.path, 'backhoe/live')

test.each(['', '.', '..'])("a lab named '%s' has no folder of its own, and takes none away", (lab) => {
  makeBenchFolder('other')
  expect(problemsOf(() => makeBenchFolder(lab)).map(({ code }) => code)).toEqual(['bad-lab-name'])
  expect(
    problemsOf(() => {
      dropBenchFolder(lab)
    }).map(({ code }) => code),
  ).toEqual(['bad-lab-name'])
  expect(readdirSync(live())).toEqual(['other'])
})

test.each(['...', 'a.b', '../x', '%', 'ä ö'])(
  'the folder of a lab named %s lies beside the others and is all that goes',
  (lab) => {
    makeBenchFolder('other')
    expect(dirname(dirname(makeBenchFolder(lab)))).toBe(live())
    expect(benches()).toEqual([lab, 'other'].sort())
    dropBenchFolder(lab)
    expect(benches()).toEqual(['other'])
  },
)

test('a folder that is none of ours is passed over', () => {
  makeBenchFolder('mine')
  for (const name of ['%zz', '%2E%2E', 'with space']) mkdirSync(join(live(), name))
  expect(benches()).toEqual(['mine'])
})
