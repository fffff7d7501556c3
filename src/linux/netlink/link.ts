import { HASH_NUMBERS, MODE_NUMBERS, type BondConfig, type BondMonitor } from '../../model/bond.ts'
import type { BridgePort, SpanningTree, StpPort, VlanInterface } from '../../model/topology.ts'
import { NLM_F, attribute, htons, mac, message, text, u16, u32, u8 } from './codec.ts'
import { ipBytes } from './ip.ts'
import { IFF_UP, RTM_DELLINK, RTM_NEWLINK } from './link-parse.ts'

/** Attributes of if_link.h. */
const IFLA = {
  address: 1,
  name: 3,
  mtu: 4,
  link: 5,
  master: 10,
  txQueue: 13,
  info: 18,
  netNsFd: 28,
  gsoMaxSegments: 40,
} as const
const INFO = { kind: 1, data: 2, slaveKind: 4, slaveData: 5 } as const

export const CREATE = NLM_F.create | NLM_F.exclusive

export interface NewLink {
  readonly name: string
  readonly index: number
  readonly mac: string
}

/** struct ifinfomsg. */
export function ifinfomsg(index: number, family = 0, flags = 0, change = 0): Buffer {
  const buffer = Buffer.alloc(16)
  buffer.writeUInt8(family, 0)
  buffer.writeInt32LE(index, 4)
  buffer.writeUInt32LE(flags, 8)
  buffer.writeUInt32LE(change, 12)
  return buffer
}

const identity = (link: NewLink): Buffer[] => [
  attribute(IFLA.name, text(link.name)),
  attribute(IFLA.address, mac(link.mac)),
]

const kindOf = (kind: string, ...data: readonly Buffer[]): Buffer =>
  attribute(IFLA.info, attribute(INFO.kind, text(kind)), attribute(INFO.data, ...data))

const newLink = (link: NewLink, ...parts: readonly Buffer[]): Buffer =>
  message(RTM_NEWLINK, CREATE, ifinfomsg(link.index), ...identity(link), ...parts)

export const deleteLink = (index: number): Buffer => message(RTM_DELLINK, 0, ifinfomsg(index))

const setLink = (index: number, ...parts: readonly Buffer[]): Buffer =>
  message(RTM_NEWLINK, 0, ifinfomsg(index), ...parts)

/** Both ends at once; the peer is born in the namespace of `peerNsFd`. */
export function veth(near: NewLink, peer: NewLink, peerNsFd: number): Buffer {
  const VETH_INFO_PEER = 1
  const born = attribute(IFLA.netNsFd, u32(peerNsFd))
  return newLink(near, kindOf('veth', attribute(VETH_INFO_PEER, ifinfomsg(peer.index), ...identity(peer), born)))
}

const BR = {
  forwardDelay: 1,
  helloTime: 2,
  maxAge: 3,
  ageingTime: 4,
  stpState: 5,
  priority: 6,
  vlanFiltering: 7,
  multicastSnooping: 23,
  defaultPvid: 39,
  stpMode: 50,
} as const

/** STP off but where it is asked for, no multicast snooping (it would eat VRRP), no VLAN 1 that nobody asked for. */
export function bridge(link: NewLink, { vlanFiltering, ageingNs, stp, userStp }: BridgeConfig): Buffer {
  const ageing = ageingNs === undefined ? [] : [attribute(BR.ageingTime, clock(ageingNs))]
  const filtering = [attribute(BR.vlanFiltering, u8(1)), attribute(BR.defaultPvid, u16(0))]
  return newLink(
    link,
    kindOf(
      'bridge',
      ...(userStp === true ? daemonsTree() : spanningTree(stp)),
      ...ageing,
      attribute(BR.multicastSnooping, u8(0)),
      ...(vlanFiltering ? filtering : []),
    ),
  )
}

interface BridgeConfig {
  readonly vlanFiltering: boolean
  readonly ageingNs?: number
  readonly stp?: SpanningTree
  readonly userStp?: true
}

/** Hundredths of a second (clock_t). */
const clock = (ns: number): Buffer => u32(Math.round(ns / 1e7))

function spanningTree(stp: SpanningTree | undefined): Buffer[] {
  if (stp === undefined) return [attribute(BR.forwardDelay, u32(0)), attribute(BR.stpState, u32(0))]
  return [
    attribute(BR.forwardDelay, clock(stp.forwardDelayNs)),
    attribute(BR.helloTime, clock(stp.helloNs)),
    attribute(BR.maxAge, clock(stp.maxAgeNs)),
    attribute(BR.stpState, u32(1)),
    attribute(BR.priority, u16(stp.priority)),
  ]
}

/** include/uapi/linux/if_link.h: BR_STP_MODE_USER. Linux has it from 7.3 on, in any namespace, and changes it only while STP is off. */
const STP_MODE_USER = 1

const daemonsTree = (): Buffer[] => [attribute(BR.stpMode, u32(STP_MODE_USER)), attribute(BR.stpState, u32(1))]

/** Refused by every kernel that knows the modes; others pass over what they do not know. */
export const impossibleStpMode = (index: number): Buffer =>
  setLink(index, kindOf('bridge', attribute(BR.stpMode, u32(0xffff_ffff))))

export function vlan(link: NewLink, parentIndex: number, id: number, protocol?: VlanInterface['protocol']): Buffer {
  const VLAN = { id: 1, protocol: 5 } as const
  const ETH_P_8021AD = 0x88a8
  const outer = protocol === undefined ? [] : [attribute(VLAN.protocol, u16(htons(ETH_P_8021AD)))]
  return newLink(link, attribute(IFLA.link, u32(parentIndex)), kindOf('vlan', attribute(VLAN.id, u16(id)), ...outer))
}

/** Mode bridge. */
export function macvlan(link: NewLink, parentIndex: number): Buffer {
  const IFLA_MACVLAN_MODE = 1
  const MACVLAN_MODE_BRIDGE = 4
  const mode = attribute(IFLA_MACVLAN_MODE, u32(MACVLAN_MODE_BRIDGE))
  return newLink(link, attribute(IFLA.link, u32(parentIndex)), kindOf('macvlan', mode))
}

/** IFLA_BOND_*, and the numbers that bond_options.c gives the words. */
const BOND = {
  mode: 1,
  miimon: 3,
  updelay: 4,
  downdelay: 5,
  arpInterval: 7,
  arpTargets: 8,
  arpValidate: 9,
  arpAllTargets: 10,
  primary: 11,
  primaryReselect: 12,
  failOverMac: 13,
  hash: 14,
  resendIgmp: 15,
  numPeerNotif: 16,
  allSlavesActive: 17,
  minLinks: 18,
  lacpRate: 21,
  adSelect: 22,
  systemPriority: 24,
  portKey: 25,
  system: 26,
  peerNotifDelay: 28,
  missedMax: 30,
} as const
const FAIL_OVER_MAC = { active: 1, follow: 2 } as const
const AD_SELECT = { bandwidth: 1, count: 2 } as const
const RESELECT = { always: 0, better: 1, failure: 2 } as const
const VALIDATE = { none: 0, active: 1, backup: 2, all: 3 } as const
const LACP_RATE = { slow: 0, fast: 1 } as const

const ms = (ns: number): Buffer => u32(Math.round(ns / 1e6))

/** `primary` is not among them: it needs the enslaved member (`bondPrimary`). */
export function bond(link: NewLink, config: BondConfig): Buffer {
  const mode = attribute(BOND.mode, u8(MODE_NUMBERS[config.mode]))
  return newLink(link, kindOf('bond', mode, ...monitor(config.monitor), ...ofMode(config)))
}

function ofMode(config: BondConfig): Buffer[] {
  switch (config.mode) {
    case 'active-backup': {
      const { numGratArp, peerNotifDelayNs, failOverMac, resendIgmp, allSlavesActive } = config
      return [
        attribute(BOND.primaryReselect, u8(RESELECT[config.primaryReselect])),
        ...(failOverMac === undefined ? [] : [attribute(BOND.failOverMac, u8(FAIL_OVER_MAC[failOverMac]))]),
        ...(resendIgmp === undefined ? [] : [attribute(BOND.resendIgmp, u32(resendIgmp))]),
        ...(numGratArp === undefined ? [] : [attribute(BOND.numPeerNotif, u8(numGratArp))]),
        ...(allSlavesActive === undefined ? [] : [attribute(BOND.allSlavesActive, u8(1))]),
        ...(peerNotifDelayNs === undefined ? [] : [attribute(BOND.peerNotifDelay, ms(peerNotifDelayNs))]),
      ]
    }
    case '802.3ad': {
      const { system, portKey, adSelect } = config
      return [
        attribute(BOND.lacpRate, u8(LACP_RATE[config.lacpRate])),
        attribute(BOND.hash, u8(HASH_NUMBERS[config.hash])),
        attribute(BOND.minLinks, u32(config.minLinks)),
        ...(system === undefined
          ? []
          : [attribute(BOND.system, mac(system.mac)), attribute(BOND.systemPriority, u16(system.priority))]),
        ...(portKey === undefined ? [] : [attribute(BOND.portKey, u16(portKey))]),
        ...(adSelect === undefined ? [] : [attribute(BOND.adSelect, u8(AD_SELECT[adSelect]))]),
      ]
    }
    case 'balance-xor':
      return [attribute(BOND.hash, u8(HASH_NUMBERS[config.hash]))]
    case 'balance-rr':
    case 'broadcast':
    case 'balance-tlb':
    case 'balance-alb':
      return []
  }
}

function monitor(by: BondMonitor): Buffer[] {
  if (by.by === 'none') return [attribute(BOND.miimon, ms(0))]
  if (by.by === 'mii')
    return [
      attribute(BOND.miimon, ms(by.miimonNs)),
      attribute(BOND.updelay, ms(by.updelayNs)),
      attribute(BOND.downdelay, ms(by.downdelayNs)),
    ]
  return [
    attribute(BOND.arpInterval, ms(by.intervalNs)),
    attribute(BOND.arpTargets, ...by.targets.map((target, at) => attribute(at, ipBytes(target)))),
    attribute(BOND.arpValidate, u32(VALIDATE[by.validate])),
    ...(by.allTargets === undefined ? [] : [attribute(BOND.arpAllTargets, u32(1))]),
    attribute(BOND.missedMax, u8(by.missedMax)),
  ]
}

export const bondMiimon = (index: number, intervalNs: number): Buffer =>
  setLink(index, kindOf('bond', attribute(BOND.miimon, ms(intervalNs))))

export const bondPrimary = (index: number, memberIndex: number): Buffer =>
  setLink(index, kindOf('bond', attribute(BOND.primary, u32(memberIndex))))

/** Enslave or, with 0, release. A bond takes only members that are down. */
export const master = (index: number, masterIndex: number): Buffer =>
  setLink(index, attribute(IFLA.master, u32(masterIndex)))
/** IFLA_BRPORT_*. */
const PORT = {
  priority: 2,
  cost: 3,
  guard: 5,
  rootBlock: 6,
  learning: 8,
  neighSuppress: 32,
  isolated: 33,
  backupPort: 34,
} as const

/** Of a port that is enslaved already. */
const ofBridge = (index: number, ...data: readonly Buffer[]): Buffer =>
  setLink(index, attribute(IFLA.info, attribute(INFO.slaveKind, text('bridge')), attribute(INFO.slaveData, ...data)))

/** Both are ports of one bridge. */
export const backupPort = (index: number, backupIndex: number): Buffer =>
  ofBridge(index, attribute(PORT.backupPort, u32(backupIndex)))

export const bridgePort = (index: number, { learning, isolated, neighSuppress }: BridgePort): Buffer =>
  ofBridge(
    index,
    ...(learning === false ? [attribute(PORT.learning, u8(0))] : []),
    ...(isolated === true ? [attribute(PORT.isolated, u8(1))] : []),
    ...(neighSuppress === true ? [attribute(PORT.neighSuppress, u8(1))] : []),
  )

export function stpPort(index: number, { cost, priority, guard }: StpPort): Buffer {
  const guarded = guard === undefined ? [] : [attribute(guard === 'bpdu' ? PORT.guard : PORT.rootBlock, u8(1))]
  return ofBridge(index, attribute(PORT.priority, u16(priority)), attribute(PORT.cost, u32(cost)), ...guarded)
}
export const mtu = (index: number, bytes: number): Buffer => setLink(index, attribute(IFLA.mtu, u32(bytes)))
export const txQueue = (index: number, packets: number): Buffer => setLink(index, attribute(IFLA.txQueue, u32(packets)))

export const gsoMaxSegments = (index: number, segments: number): Buffer =>
  setLink(index, attribute(IFLA.gsoMaxSegments, u32(segments)))
export const adminState = (index: number, up: boolean): Buffer =>
  message(RTM_NEWLINK, 0, ifinfomsg(index, 0, up ? IFF_UP : 0, IFF_UP))
