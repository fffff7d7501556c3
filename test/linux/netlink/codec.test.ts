import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  Attributes,
  attribute,
  attributeList,
  htons,
  message,
  messages,
  text,
  u32,
} from '../../../src/linux/netlink/codec.ts'

const bytes = fc.uint8Array({ maxLength: 64 }).map((array) => Buffer.from(array))
const attributes = fc.array(fc.tuple(fc.integer({ min: 0, max: 0x3fff }), bytes), { maxLength: 8 })

test('attributes come back as they were written, in order', () => {
  fc.assert(
    fc.property(attributes, (list) => {
      const buffer = Buffer.concat(list.map(([type, value]) => attribute(type, value)))
      expect([...attributeList(buffer)]).toEqual(list)
    }),
  )
})

test('messages come back from a datagram, padded or not', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 16, max: 200 }), bytes), { maxLength: 8 }), (list) => {
      const datagram = Buffer.concat(list.map(([type, body]) => message(type, 0, body)))
      expect([...messages(datagram)].map(({ type, body }) => [type, body])).toEqual(list)
    }),
  )
})

test('whatever a datagram holds, reading it ends', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (array) => {
      const datagram = Buffer.from(array)
      for (const { body } of messages(datagram)) expect(body.length).toBeLessThanOrEqual(datagram.length)
      for (const [, value] of attributeList(datagram)) expect(value.length).toBeLessThanOrEqual(datagram.length)
    }),
  )
})

test('nested flags are no part of the type', () => {
  const NLA_F_NESTED = 0x8000
  const nested = new Attributes(attribute(18 | NLA_F_NESTED, attribute(1, text('bond')), attribute(2, u32(7)))).nested(
    18,
  )
  expect([nested.text(1), nested.u32(2), nested.u32(3)]).toEqual(['bond', 7, undefined])
})

test('an ethertype is swapped once there and once back', () => {
  expect(htons(0x8809)).toBe(0x0988)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffff }), (value) => {
      expect(htons(htons(value))).toBe(value)
    }),
  )
})
