/** An IPv4 header of full length behind that of Ethernet: a veth pads nothing, and nobody vouches for what is sent. */
const PADDING = Buffer.alloc(80)

/** What a multicast frame is, for people: the timers behind two frames of one name are one. */
export function protocolOf(bytes: Buffer): string {
  const frame = Buffer.concat([bytes, PADDING])
  const type = frame.readUInt16BE(12)
  if (isBpdu(frame)) return 'BPDUs'
  if (type === 0x0800) return ipv4(frame)
  if (type === 0x0806) return `ARP requests for ${frame.subarray(38, 42).join('.')}`
  return ETHERTYPES[type] ?? `frames to ${addressText(frame)} of ethertype 0x${type.toString(16).padStart(4, '0')}`
}

const ETHERTYPES: Readonly<Record<number, string>> = { 0x8809: 'LACPDUs', 0x88cc: 'LLDP frames' }
const PROTOCOLS: Readonly<Record<number, string>> = {
  2: 'IGMP messages',
  88: 'EIGRP packets',
  89: 'OSPF packets',
  103: 'PIM messages',
}
const VRRP = 112
const UDP = 17

function ipv4(frame: Buffer): string {
  const protocol = frame.readUInt8(23)
  const at = 14 + (frame.readUInt8(14) & 0xf) * 4
  if (protocol === VRRP) return `advertisements of VRID ${String(frame.readUInt8(at + 1))}`
  if (protocol === UDP)
    return `datagrams to ${frame.subarray(30, 34).join('.')} port ${String(frame.readUInt16BE(at + 2))}`
  return PROTOCOLS[protocol] ?? `packets to ${frame.subarray(30, 34).join('.')} of IP protocol ${String(protocol)}`
}

const isBpdu = (frame: Buffer): boolean => addressText(frame) === '01:80:c2:00:00:00'

const addressText = (frame: Buffer): string =>
  Array.from(frame.subarray(0, 6), (byte) => byte.toString(16).padStart(2, '0')).join(':')
