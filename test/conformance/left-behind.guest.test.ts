import { expect, test } from 'vitest'
import { conform, named } from './conform.ts'

test('what a fault leaves behind is named, and nothing is concluded', async () => {
  const { trial, experiment } = named(await conform('left-behind', '--kernel', 'virtual'), 'cut')
  expect(trial.fault.proof).toMatchObject({ live: true, removed: false })
  const [doubt] = trial.doubts
  expect(doubt?.text).toMatch(
    /^no proof that the fault is gone: - a link eth0 up .* mtu 1500 .*; \+ a link eth0 up .* mtu 1400 /,
  )
  expect(experiment.targets.map(({ verdict }) => verdict)).toEqual(['unknown'])
})
