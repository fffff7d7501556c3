import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cidrText, ipBytes, ipText, parseCidr } from '../../../src/linux/netlink/ip.ts'

test.each([
  ['10.0.0.1/24', '10.0.0.1/24'],
  ['10.0.0.1', '10.0.0.1/32'],
  ['2001:DB8:0:0:0::1/64', '2001:db8::1/64'],
  ['::', '::/128'],
  ['fe80::/10', 'fe80::/10'],
  ['::ffff:1.2.3.4', '::ffff:102:304/128'],
])('%s is %s', (text, canonical) => {
  expect(cidrText(parseCidr(text))).toBe(canonical)
})

test('every address comes back from its text', () => {
  for (const address of [fc.ipV4(), fc.ipV6()])
    fc.assert(
      fc.property(address, (text) => {
        const bytes = ipBytes(text)
        expect(ipBytes(ipText(bytes))).toEqual(bytes)
      }),
    )
})
