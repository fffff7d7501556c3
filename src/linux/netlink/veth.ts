import type { VethEnd } from '../../model/stitch.ts'
import { addressOf, calls, check } from '../libc.ts'
import { attribute, mac, message, text, u32 } from './codec.ts'
import { CREATE, ifinfomsg } from './link.ts'
import { RTM_NEWLINK } from './link-parse.ts'

const RTM_NEWLINKPROP = 108
const IFLA = { address: 1, name: 3, mtu: 4, txQueue: 13, info: 18, netNsFd: 28, propList: 52, altName: 53 } as const
const INFO = { kind: 1, data: 2 } as const
const VETH_INFO_PEER = 1

/** A pair as containerlab makes it: both ends in the caller's namespace, with no queue of their own. */
export function vethPair(near: VethEnd, peer: VethEnd): Buffer {
  const born = attribute(VETH_INFO_PEER, ifinfomsg(peer.index ?? 0), ...identity(peer))
  const info = attribute(IFLA.info, attribute(INFO.kind, text('veth')), attribute(INFO.data, born))
  return message(RTM_NEWLINK, CREATE, ifinfomsg(near.index ?? 0), ...identity(near), info)
}

const identity = (end: VethEnd): Buffer[] => [
  attribute(IFLA.name, text(end.name)),
  ...(end.mac === null ? [] : [attribute(IFLA.address, mac(end.mac))]),
  attribute(IFLA.mtu, u32(end.mtu)),
  attribute(IFLA.txQueue, u32(0)),
]

export const altName = (index: number, name: string): Buffer =>
  message(
    RTM_NEWLINKPROP,
    CREATE,
    ifinfomsg(index),
    attribute(NLA_F_NESTED | IFLA.propList, attribute(IFLA.altName, text(name))),
  )

const NLA_F_NESTED = 0x8000

/** It lies in another namespace then, shut, under that name, and with the index that it had. */
export const moveLink = (index: number, nsFd: number, name: string): Buffer =>
  message(RTM_NEWLINK, 0, ifinfomsg(index), attribute(IFLA.name, text(name)), attribute(IFLA.netNsFd, u32(nsFd)))

const AF_INET = 2
const SOCK_DGRAM = 2
const SIOCETHTOOL = 0x8946
const ETHTOOL_STXCSUM = 0x17
/** struct ifreq: the name, then where struct ethtool_value lies; that one is put behind it. */
const DATA_AT = 16
const VALUE_AT = 40

/** Frames leave an interface of the caller's namespace with whole checksums: `ethtool -K NAME tx off`. */
export function checksumBeforeSending(name: string): void {
  const request = Buffer.from(new ArrayBuffer(4096))
  request.write(name)
  request.writeBigUInt64LE(addressOf(request) + BigInt(VALUE_AT), DATA_AT)
  request.writeUInt32LE(ETHTOOL_STXCSUM, VALUE_AT)
  const socket = check('socket', AF_INET, SOCK_DGRAM, 0)
  try {
    check('ioctl', socket, SIOCETHTOOL, request)
  } finally {
    calls.close(socket)
  }
}
