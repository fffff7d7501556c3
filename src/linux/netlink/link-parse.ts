import { MODE_NUMBERS } from '../../model/bond.ts'
import { attributeList, Attributes } from './codec.ts'

/** Message types of rtnetlink(7). */
export const RTM_NEWLINK = 16
export const RTM_DELLINK = 17

export const IFF_UP = 0x1
/** Carrier of an interface that is administratively up. */
export const IFF_LOWER_UP = 0x1_0000

const IFINFOMSG_BYTES = 16
const MODES = Object.keys(MODE_NUMBERS)

/** One RTM_NEWLINK message. */
export interface LinkInfo {
  readonly index: number
  readonly name: string
  readonly altNames: readonly string[]
  /** IFF_* of netdevice(7). */
  readonly flags: number
  readonly adminUp: boolean
  /** What the driver says: a port that is admin-down keeps the value it had. */
  readonly carrier: boolean
  /** RFC 2863: 6 up, 2 down, 7 lower layer down. */
  readonly operState: number
  readonly mac: string
  readonly mtu: number
  readonly gsoMaxSegments: number
  readonly txQueuePackets: number
  readonly masterIndex: number | null
  /** The peer of a veth, the parent of a VLAN or macvlan. */
  readonly linkIndex: number | null
  /** That one is in another network namespace. */
  readonly linkElsewhere: boolean
  /** `veth`, `bond`, `bridge`, `vlan`, `macvlan`; null: a plain device such as lo. */
  readonly kind: string | null
  /** IFLA_INFO_DATA, undecoded: what the kind's own configuration is. */
  readonly data: Attributes
  readonly bond: { readonly mode: string; readonly activeSlaveIndex: number | null } | null
  readonly bondSlave: BondSlave | null
  /** As a port of a bridge; null where the message does not say. */
  readonly bridgePortState: BridgePortState | null
  readonly stats: LinkStats
}

/** BR_STATE_*, in the kernel's order. */
const BRIDGE_PORT_STATES = ['disabled', 'listening', 'learning', 'forwarding', 'blocking'] as const
type BridgePortState = (typeof BRIDGE_PORT_STATES)[number]

export interface BondSlave {
  readonly state: 'active' | 'backup'
  /** BOND_LINK_UP, FAIL, DOWN, BACK. */
  readonly miiStatus: 'up' | 'going-down' | 'down' | 'going-back'
  readonly adAggregatorId: number | null
  /** Port states of 802.1AX (63: all good); null in modes other than 802.3ad. */
  readonly adActorState: number | null
  readonly adPartnerState: number | null
  /** The hardware address that it had before it became a member. */
  readonly permanentMac: string | null
}

interface LinkStats {
  readonly rxPackets: number
  readonly txPackets: number
  readonly rxBytes: number
  readonly txBytes: number
  readonly rxDropped: number
  readonly txDropped: number
}

const MII_STATUS = ['up', 'going-down', 'down', 'going-back'] as const

/** `body` of an RTM_NEWLINK or RTM_DELLINK message: struct ifinfomsg, then attributes (if_link.h). */
export function parseLink(body: Buffer): LinkInfo {
  const flags = body.readUInt32LE(8)
  const link = new Attributes(body.subarray(IFINFOMSG_BYTES))
  const info = link.nested(18)
  const kind = info.text(1) ?? null
  const data = info.nested(2)
  return {
    index: body.readInt32LE(4),
    name: link.text(3) ?? '',
    altNames: altNamesOf(link.raw(52)),
    flags,
    adminUp: (flags & IFF_UP) !== 0,
    carrier: link.u8(33) === 1,
    operState: link.u8(16) ?? 0,
    mac: link.mac(1) ?? '',
    mtu: link.u32(4) ?? 0,
    gsoMaxSegments: link.u32(40) ?? 0,
    txQueuePackets: link.u32(13) ?? 0,
    masterIndex: link.u32(10) ?? null,
    linkIndex: link.u32(5) ?? null,
    linkElsewhere: link.u32(37) !== undefined,
    kind,
    data,
    bond: kind === 'bond' ? { mode: MODES[data.u8(1) ?? 0] ?? '', activeSlaveIndex: data.u32(2) ?? null } : null,
    // In a bridge's own notifications (AF_BRIDGE) it is IFLA_PROTINFO, else the port's slave data.
    bridgePortState: portState((info.text(4) === 'bridge' ? info.nested(5) : link.nested(12)).u8(1)),
    bondSlave: info.text(4) === 'bond' ? parseBondSlave(info.nested(5)) : null,
    stats: parseStats(link.raw(23)),
  }
}

/** IFLA_PROP_LIST: IFLA_ALT_IFNAME, one each. */
const altNamesOf = (list: Buffer | undefined): readonly string[] =>
  list === undefined ? [] : [...attributeList(list)].map(([, name]) => name.toString('latin1').replace(/\0.*$/s, ''))

const portState = (state: number | undefined): BridgePortState | null =>
  state === undefined ? null : (BRIDGE_PORT_STATES[state] ?? null)

function parseBondSlave(slave: Attributes): BondSlave {
  return {
    state: slave.u8(1) === 0 ? 'active' : 'backup',
    miiStatus: MII_STATUS[slave.u8(2) ?? 2] ?? 'down',
    adAggregatorId: slave.u16(6) ?? null,
    adActorState: slave.u8(7) ?? null,
    adPartnerState: slave.u16(8) ?? null,
    permanentMac: slave.mac(4) ?? null,
  }
}

/** struct rtnl_link_stats64. */
function parseStats(stats: Buffer | undefined): LinkStats {
  const at = (field: number): number => (stats === undefined ? 0 : Number(stats.readBigUInt64LE(field * 8)))
  return { rxPackets: at(0), txPackets: at(1), rxBytes: at(2), txBytes: at(3), rxDropped: at(6), txDropped: at(7) }
}
