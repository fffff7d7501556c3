import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inside } from '../guest/inside.ts'
import { framesOf } from './frames.ts'
import type * as entry from './capture.inside.ts'

test('every cable is captured at both ends, from the first packet to the last, in nanoseconds', async () => {
  using guest = await inside<typeof entry>(new URL('capture.inside.ts', import.meta.url))
  const { firstNs, epochSeconds, sent, died, refused } = guest.result
  const dir = join(guest.out, 'pcap')
  expect(readdirSync(dir).toSorted()).toEqual(['a_eth0--b_eth0-a.pcap', 'a_eth0--b_eth0-b.pcap'])
  for (const name of readdirSync(dir)) {
    expect(readFileSync(join(dir, name)).readUInt32LE(0)).toBe(0xa1b2_3c4d)
    const isUdp = (bytes: Buffer): boolean => bytes.readUInt16BE(12) === 0x0800 && bytes[23] === 17
    const stamps = framesOf(join(dir, name), epochSeconds).flatMap(({ t, bytes }) => (isUdp(bytes) ? [t] : []))
    // Both directions.
    expect(stamps).toHaveLength(2 * sent)
    expect(Math.abs((stamps[0] ?? 0) - firstNs)).toBeLessThan(2e6)
  }
  // A capture that lacks packets is never silent about it.
  expect(died).toMatch(/^capture-died: the capture a_eth0--b_eth0-a\.pcap ended before the trial did: SIGKILL/)
  expect(refused).toMatch(/none\.pcap ended before the trial did: exit 1\n {2}\| tcpdump: none: No such device exists/)
})
