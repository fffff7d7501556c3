import { expect, test } from 'vitest'
import { isWhole, packetBytes, probePacket, readProbe, stampPacket } from '../../../src/observe/streams/packet.ts'
import type { SocketPlan } from '../../../src/model/plan.ts'

const from: SocketPlan = { node: 'host', address: '10.0.1.10', port: 32990 }
const to: SocketPlan = { node: 'server', address: '10.0.1.20', port: 16384 }
/** Where the kernel's own check ends. */
const IP_HEADER_BYTES = 20

const viewOf = ({ buffer, byteOffset, length }: Buffer): DataView => new DataView(buffer, byteOffset, length)

function packet(sizeBytes: number): Buffer {
  const bytes = probePacket(3, from, to, sizeBytes)
  stampPacket(viewOf(bytes), 0, 1234, 5_678_901_234)
  return bytes
}

test('a packet is whole, and says what it was sent with', () => {
  for (const sizeBytes of [32, 64, 1472]) {
    const bytes = packet(sizeBytes)
    expect(isWhole(viewOf(bytes), 0, packetBytes(sizeBytes))).toBe(true)
    expect(readProbe(viewOf(bytes), 0)).toEqual({
      stream: 3,
      sequence: 1234,
      departedNs: 5_678_901_234,
      fromPort: from.port,
      toPort: to.port,
    })
  }
})

/** netem's corrupt flips one bit; without a checksum of UDP the kernel hands such a packet over. */
test('any one flipped bit behind the IPv4 header shows', () => {
  const sent = packet(64)
  const { fromPort, toPort } = readProbe(viewOf(sent), 0)
  for (let bit = IP_HEADER_BYTES * 8; bit < sent.length * 8; bit++) {
    const bytes = Buffer.from(sent)
    bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
    const probe = readProbe(viewOf(bytes), 0)
    const taken = isWhole(viewOf(bytes), 0, bytes.length) && probe.fromPort === fromPort && probe.toPort === toPort
    expect(taken, `bit ${String(bit)}`).toBe(false)
  }
})

test('any one byte of the padding that is not zero shows, also where its length is no multiple of four', () => {
  const sent = packet(67)
  for (let at = sent.length - 47; at < sent.length; at++) {
    const bytes = Buffer.from(sent)
    bytes.writeUInt8(0x80, at)
    expect(isWhole(viewOf(bytes), 0, bytes.length), `byte ${String(at)}`).toBe(false)
  }
})

test('a packet that is cut short, or another program’s, is none', () => {
  const bytes = packet(64)
  expect(isWhole(viewOf(bytes), 0, bytes.length - 1)).toBe(false)
  expect(isWhole(viewOf(bytes), 0, 30)).toBe(false)
  expect(isWhole(viewOf(Buffer.alloc(200, 7)), 0, 200)).toBe(false)
})
