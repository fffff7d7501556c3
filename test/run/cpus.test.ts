import { expect, test } from 'vitest'
import { allowedCpus, parseCpuList } from '../../src/run/cpus.ts'

test('the kernel’s list of CPUs', () => {
  expect(parseCpuList('0')).toEqual([0])
  expect(parseCpuList('0-2,5,8-9')).toEqual([0, 1, 2, 5, 8, 9])
})

test('this process may use at least one', () => {
  expect(allowedCpus().length).toBeGreaterThan(0)
  expect(allowedCpus('Cpus_allowed_list:\t3\n')).toEqual([3])
})
