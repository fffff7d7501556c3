import { mac } from '../../src/linux/netlink/codec.ts'

const MAGIC = Buffer.from('backhoe-matrix:')
const ETHERNET = 14
const IP = 20
const UDP = 8
/** Nobody's address: whoever gets the frame keeps silent about it. */
const NOWHERE = [198, 51, 100, 1]
const PORT = 20_000

/** An Ethernet frame with a UDP packet that differs by flow in what LAGs hash, and carries its number. */
export function frame(number: number, from: string, to: string, flow: number): Buffer {
  const bytes = Buffer.alloc(ETHERNET + IP + UDP + MAGIC.length + 4)
  mac(to).copy(bytes, 0)
  mac(from).copy(bytes, 6)
  bytes.writeUInt16BE(0x0800, 12)
  const packet = bytes.subarray(ETHERNET)
  packet.writeUInt8(0x45, 0)
  packet.writeUInt16BE(packet.length, 2)
  // Time to live: what a router gets it does not pass on.
  packet.writeUInt8(1, 8)
  packet.writeUInt8(17, 9)
  packet.set(mac(from).subarray(2, 6), 12)
  // A loopback address: no router answers it (RFC 1122 3.2.1.3), and nothing of ours comes back in an ICMP message.
  packet.writeUInt8(127, 12)
  packet.set(NOWHERE, 16)
  packet.writeUInt16BE(checksum(packet.subarray(0, IP)), 10)
  packet.writeUInt16BE(PORT + flow, IP)
  packet.writeUInt16BE(PORT + 7 * flow, IP + 2)
  packet.writeUInt16BE(packet.length - IP, IP + 4)
  MAGIC.copy(packet, IP + UDP)
  packet.writeUInt32BE(number, IP + UDP + MAGIC.length)
  return bytes
}

/** The number of a frame of ours, under whatever tags; null: it is somebody else's. */
export function numberOf(bytes: Buffer): number | null {
  const at = bytes.indexOf(MAGIC)
  return at < 0 || at + MAGIC.length + 4 > bytes.length ? null : bytes.readUInt32BE(at + MAGIC.length)
}

/** RFC 1071. */
function checksum(header: Buffer): number {
  let sum = 0
  for (let at = 0; at < header.length; at += 2) sum += header.readUInt16BE(at)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}
