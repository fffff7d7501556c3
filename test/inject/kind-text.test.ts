import { expect, it } from 'vitest'
import { kindText } from '../../src/inject/kind-text.ts'
import { Attributes, attribute, u32 } from '../../src/linux/netlink/codec.ts'

/** As the kernel reports a bridge: its ageing time (4) in hundredths of a second, and its spanning tree (5). */
const bridge = (ageing: number, stp: number): Attributes =>
  new Attributes(Buffer.concat([attribute(4, u32(ageing)), attribute(5, u32(stp))]))

// A topology change makes the ageing time twice the forward delay for a while: healing would seem to have changed the bridge.
it('compares the ageing time of a bridge, but not of one whose spanning tree alters it', () => {
  expect(kindText('bridge', bridge(2500, 0))).toEqual(['ageing_time=2500', 'stp_state=0'])
  expect(kindText('bridge', bridge(800, 1))).toEqual(kindText('bridge', bridge(2500, 1)))
})
