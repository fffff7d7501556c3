import { mac } from '../../src/linux/netlink/codec.ts'

const GROUP = '01:80:c2:00:00:00'
const ETHERNET = 14
const LLC = Buffer.of(0x42, 0x42, 0x03)
/** IEEE 802.1D-1998 9.3.1. */
const CONFIGURATION = 35
/** In 1/256 s: a second's hello, six of max_age, four of forward_delay, as the bridges have them. */
const TIMES = [0, 6, 1, 4].map((s) => s * 256)

/** A configuration BPDU of somebody who takes himself for the root. */
export function bpdu(from: string, priority: number): Buffer {
  const body = Buffer.alloc(CONFIGURATION)
  const id = Buffer.concat([Buffer.of(priority >> 8, priority & 255), mac(from)])
  id.copy(body, 5)
  id.copy(body, 17)
  body.writeUInt16BE(0x8001, 25)
  TIMES.forEach((time, at) => body.writeUInt16BE(time, 27 + 2 * at))
  const header = Buffer.alloc(ETHERNET)
  mac(GROUP).copy(header, 0)
  mac(from).copy(header, 6)
  header.writeUInt16BE(LLC.length + CONFIGURATION, 12)
  return Buffer.concat([header, LLC, body])
}
