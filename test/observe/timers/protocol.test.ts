import { expect, test } from 'vitest'
import { protocolOf } from '../../../src/observe/timers/protocol.ts'

const frame = (...hex: readonly string[]): Buffer => Buffer.from(hex.join('').replaceAll(' ', ''), 'hex')
const ip = (protocol: string, to: string): string => `45000028 00000000 ff${protocol}0000 0a00010b ${to}`

test.each([
  ['advertisements of VRID 51', frame('01005e000012 020000000001 0800', ip('70', 'e0000012'), '31 33 64 01')],
  ['OSPF packets', frame('01005e000005 020000000001 0800', ip('59', 'e0000005'), '02 01')],
  ['datagrams to 224.0.0.2 port 1985', frame('01005e000002 020000000001 0800', ip('11', 'e0000002'), '07c1 07c1')],
  ['packets to 224.0.0.9 of IP protocol 200', frame('01005e000009 020000000001 0800', ip('c8', 'e0000009'), '00 00')],
  ['LACPDUs', frame('0180c2000002 020000000001 8809 01 01')],
  ['BPDUs', frame('0180c2000000 020000000001 0026 424203 0000 00 00')],
  ['LLDP frames', frame('0180c200000e 020000000001 88cc 0207')],
  [
    'ARP requests for 10.0.0.2',
    frame('ffffffffffff 020000000001 0806 0001 0800 06 04 0001 020000000001 0a000001 000000000000 0a000002'),
  ],
  ['frames to 01:00:0c:cc:cc:cc of ethertype 0x2000', frame('01000ccccccc 020000000001 2000 0000')],
])('%s', (name, bytes) => {
  expect(protocolOf(bytes)).toBe(name)
})

test('a frame that is cut short has a name all the same', () => {
  expect(protocolOf(frame('01005e000012 020000000001 0800'))).toBe('packets to 0.0.0.0 of IP protocol 0')
  expect(protocolOf(frame('01'))).toBe('frames to 01:00:00:00:00:00 of ethertype 0x0000')
})
