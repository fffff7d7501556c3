import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { heal } from '../../src/lease/heal.ts'
import { undoSchema } from '../../src/lease/undo-schema.ts'
import type { Undo } from '../../src/model/undo.ts'

const run = mkdtempSync(join(tmpdir(), 'backhoe-heal-'))
afterAll(() => {
  rmSync(run, { recursive: true })
})

const left = (trial: string, text: string): string => {
  mkdirSync(join(run, 'trials', trial), { recursive: true })
  const file = join(run, 'trials', trial, 'undo.json')
  writeFileSync(file, text)
  return file
}

const NOTHING: Undo = { schema: 1, nodes: {}, ends: {}, operations: [], stitches: [] }

test('a list that cannot be read is said and kept, and the others are taken back', async () => {
  const torn = left('0-0', '{"schema":1,"nod')
  const foreign = left(
    '0-1',
    JSON.stringify({ ...NOTHING, operations: [{ op: 'up', ns: 'wire', name: 'c0a', then: 'x' }] }),
  )
  const whole = left('0-2', JSON.stringify(NOTHING))
  await expect(heal(run)).rejects.toMatchObject({
    exitCode: 70,
    problems: [
      { code: 'undo-unreadable', where: torn, what: expect.stringContaining('JSON') as string },
      {
        code: 'undo-unreadable',
        where: foreign,
        what: expect.stringContaining('operations.0: Unrecognized key: "then"') as string,
      },
    ],
  })
  expect([torn, foreign, whole].map((file) => existsSync(file))).toEqual([true, true, false])
})

test('a list is what it was once it has been read', () => {
  const at = { node: 'a', interface: 'eth1' }
  const port = { name: 'eth1', mac: null, mtu: 9500, altNames: ['x'] }
  const undo: Undo = {
    schema: 1,
    nodes: { a: { pid: 1, netns: 4026531840, container: 'clab-a' } },
    ends: { c0a: 7 },
    operations: [
      { op: 'light', cable: 0, end: 'a', on: true },
      { op: 'filter-delete', ns: 'wire', name: 'c0a', pref: 7, match: { match: 'ethertype', ethertype: 0x8809 } },
      { op: 'power', node: 'a', on: true, exec: ['ip link'] },
    ],
    stitches: [
      {
        cable: 'a:eth1--b:eth1',
        halves: [
          { at, port, middle: { ...port, index: 9 } },
          { at, port, middle: port },
        ],
        qdisc: 'clsact',
      },
    ],
  }
  expect(undoSchema.parse(JSON.parse(JSON.stringify(undo)))).toEqual(undo)
})
