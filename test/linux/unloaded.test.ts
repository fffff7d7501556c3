import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { unloaded } from '../../src/linux/modules.ts'

const folder = mkdtempSync(join(tmpdir(), 'backhoe-test-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

test('what the machine could load and has not is named; what is built in or not there at all is not', () => {
  const list = [
    'kernel/net/sched/not-yet-loaded.ko.xz: kernel/net/sched/deeper.ko.xz',
    'kernel/drivers/net/bare.ko:',
    'extra/packed.ko.zst:',
  ]
  writeFileSync(join(folder, 'modules.dep'), `${list.join('\n')}\n`)
  const names = ['not_yet_loaded', 'bare', 'packed', 'deeper', 'nowhere']
  expect(unloaded(names, folder)).toEqual(['not_yet_loaded', 'bare', 'packed'])
})

test('a machine without modules has nothing to load', () => {
  expect(unloaded(['bonding'], join(folder, 'gone'))).toEqual([])
})
