import { expect, test } from 'vitest'
import { hasKeepalive } from '../../../src/mechanisms/bgp/watch-keepalives.ts'

const message = (type: number, bytes = 0): Buffer => {
  const header = Buffer.alloc(19, 0xff)
  header.writeUInt16BE(19 + bytes, 16)
  header.writeUInt8(type, 18)
  return Buffer.concat([header, Buffer.alloc(bytes)])
}

/** Ethernet, IPv4 and TCP with options, and what it carries. */
function segment(payload: Buffer, port = 179): Buffer {
  const frame = Buffer.alloc(14 + 20 + 32)
  frame.writeUInt8(0x45, 14)
  frame.writeUInt16BE(40_000, 34)
  frame.writeUInt16BE(port, 36)
  frame.writeUInt8(8 << 4, 46)
  return Buffer.concat([frame, payload])
}

test.each([
  ['a keepalive', segment(message(4)), true],
  ['one behind an update', segment(Buffer.concat([message(2, 30), message(4)])), true],
  ['an update', segment(message(2, 30)), false],
  ['an acknowledgement', segment(Buffer.alloc(0)), false],
  ['what is cut short', segment(message(4).subarray(0, 12)), false],
  ['another protocol', segment(message(4), 22), false],
  ['no segment', segment(Buffer.alloc(0)).subarray(0, 40), false],
])('%s', (_, packet, expected) => {
  expect(hasKeepalive(packet)).toBe(expected)
})
