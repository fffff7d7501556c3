import { afterEach, beforeEach, expect, test } from 'vitest'
import { check } from '../../src/linux/libc.ts'
import { Datagrams } from '../../src/linux/datagrams.ts'
import { attachFilter, NOTHING } from '../../src/linux/socket-filter.ts'
import {
  ADDRESS_BYTES,
  AF_INET,
  bindTo,
  SO_TIMESTAMPNS,
  SOCK_DGRAM,
  setOption,
  socketAddress,
} from '../../src/linux/sockets.ts'

let sender: number
let receiver: number
let port: number

beforeEach(() => {
  sender = check('socket', AF_INET, SOCK_DGRAM, 0)
  receiver = check('socket', AF_INET, SOCK_DGRAM, 0)
  setOption(receiver, SO_TIMESTAMPNS, 1)
  bindTo(receiver, '127.0.0.1', 0)
  const address = Buffer.alloc(ADDRESS_BYTES)
  check('getsockname', receiver, address, Buffer.of(ADDRESS_BYTES, 0, 0, 0))
  port = address.readUInt16BE(2)
})

afterEach(() => {
  check('close', sender)
  check('close', receiver)
})

/** Each slot's number goes to the receiver; `unreachable` slots go where no route leads. */
function outbox(count: number, unreachable: readonly number[] = []): Datagrams {
  const datagrams = new Datagrams(count, { name: ADDRESS_BYTES, payload: 8, control: 0 })
  for (let slot = 0; slot < count; slot++) {
    // The kernel refuses broadcast on a socket that was not allowed it, as it refuses a dead route.
    const address = unreachable.includes(slot) ? '255.255.255.255' : '127.0.0.1'
    socketAddress(address, port).copy(datagrams.bytes, datagrams.nameAt(slot))
    datagrams.bytes.writeDoubleLE(slot, datagrams.payloadAt(slot))
  }
  return datagrams
}

function receive(slots: number): { numbers: number[]; stamps: number[] } {
  const inbox = new Datagrams(slots, { name: 0, payload: 8, control: 32 })
  const count = inbox.receive(receiver)
  const taken = Array.from({ length: count }, (_, slot) => slot)
  return {
    numbers: taken.map((slot) => inbox.bytes.readDoubleLE(inbox.payloadAt(slot))),
    stamps: taken.map((slot) => inbox.bytes.readUInt32LE(inbox.controlAt(slot) + 16)),
  }
}

test('many datagrams go and come in one call each, in order, with the kernel’s stamps', () => {
  outbox(20).send(sender)
  const { numbers, stamps } = receive(64)
  expect(numbers).toEqual(Array.from({ length: 20 }, (_, slot) => slot))
  // Seconds since 1970: later than this was written.
  for (const seconds of stamps) expect(seconds).toBeGreaterThan(1_700_000_000)
})

test('what the kernel refuses is lost, and all others go', () => {
  outbox(6, [0, 2, 3, 5]).send(sender)
  expect(receive(64).numbers).toEqual([1, 4])
})

test('more than there are slots stays for the next call; nothing is nothing', () => {
  outbox(5).send(sender)
  expect([receive(3).numbers, receive(3).numbers, receive(3).numbers]).toEqual([[0, 1, 2], [3, 4], []])
})

test('a socket that takes nothing only holds its port', () => {
  attachFilter(receiver, NOTHING)
  outbox(3).send(sender)
  expect(receive(3).numbers).toEqual([])
})
