import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Mailbox } from '../../src/journal/mailbox.ts'
import { Scratch } from '../run/scratch.ts'

test('messages come once and in order, and whoever writes knows how many wait', () => {
  using scratch = new Scratch()
  const [writer, reader] = [new Mailbox(join(scratch.path, 'box')), new Mailbox(join(scratch.path, 'box'))]
  expect(reader.take()).toBeNull()
  writer.put('one')
  expect(writer.holds(2)).toBe(false)
  writer.put(Buffer.from('two'))
  expect(writer.holds(2)).toBe(true)
  expect([reader.take()?.toString(), reader.take()?.toString(), reader.take()]).toEqual(['one', 'two', null])
  expect(writer.holds(1)).toBe(false)
})
