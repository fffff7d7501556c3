import fc from 'fast-check'
import { expect, test } from 'vitest'
import { networkOf, overlaps, parsePrefix } from '../../src/model/address.ts'

const prefix4 = fc
  .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
  .map(([address, bits]) => `${address}/${String(bits)}`)
const prefix6 = fc
  .tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 }))
  .map(([address, bits]) => `${address}/${String(bits)}`)

const parsed = (text: string): NonNullable<ReturnType<typeof parsePrefix>> => {
  const prefix = parsePrefix(text)
  if (prefix === null) throw new Error(text)
  return prefix
}

test('every address with a legal length is read, and nothing else', () => {
  fc.assert(
    fc.property(fc.oneof(prefix4, prefix6), (text) => {
      const { address, bits, value, family } = parsed(text)
      expect(`${address}/${String(bits)}`).toBe(text)
      expect(value >> BigInt(family === 4 ? 32 : 128)).toBe(0n)
    }),
  )
  for (const text of [
    '10.0.0.1',
    '10.0.0.1/33',
    '10.0.0.256/24',
    '10.0.0/24',
    '10.0.0.1/24/1',
    '10.0.0.1/',
    '::1/129',
    'host/24',
    '',
  ]) {
    expect(parsePrefix(text)).toBeNull()
  }
})

test('the value of an IPv6 address, however it is written', () => {
  expect(parsed('::/0').value).toBe(0n)
  expect(parsed('::1/128').value).toBe(1n)
  expect(parsed('fe80::/10').value).toBe(0xfe80n << 112n)
  expect(parsed('::ffff:10.0.0.1/96').value).toBe(0xffff_0a00_0001n)
  expect(parsed('2001:db8:0:0:0:0:0:1/64').value).toBe(parsed('2001:db8::1/64').value)
})

test('overlapping is mutual, and means that one network holds an address of the other', () => {
  fc.assert(
    fc.property(prefix4, prefix4, (one, other) => {
      const [a, b] = [parsed(one), parsed(other)]
      expect(overlaps(a, b)).toBe(overlaps(b, a))
      const [first, last] = [
        (a.value >> BigInt(32 - a.bits)) << BigInt(32 - a.bits),
        a.value | ((1n << BigInt(32 - a.bits)) - 1n),
      ]
      const [low, high] = [
        (b.value >> BigInt(32 - b.bits)) << BigInt(32 - b.bits),
        b.value | ((1n << BigInt(32 - b.bits)) - 1n),
      ]
      expect(overlaps(a, b)).toBe(first <= high && low <= last)
    }),
  )
  expect(overlaps(parsed('0.0.0.0/0'), parsed('::/0'))).toBe(false)
})

test('the network of an interface address, as the kernel writes it', () => {
  expect(['10.0.1.2/24', '10.255.255.255/9', '192.0.2.1/32', '10.0.0.1/0'].map(networkOf)).toEqual([
    '10.0.1.0/24',
    '10.128.0.0/9',
    '192.0.2.1/32',
    '0.0.0.0/0',
  ])
  expect(['2001:DB8::1:0:0:5/64', '2001:db8:ffff::1/33', 'fe80::1/128'].map(networkOf)).toEqual([
    '2001:db8::/64',
    '2001:db8:8000::/33',
    'fe80::1/128',
  ])
  expect(networkOf('10.0.0.1')).toBeNull()
})
