import type { DurationText } from '../model/time.ts'
import type { BondConfig, Role } from '../model/topology.ts'

/** What a node is. */
export interface NodeOptions {
  readonly role: Role
  /** Shared-risk labels: whatever carries one label dies together. Default: none. */
  readonly risks?: readonly string[]
  /** Routes IPv4 between its interfaces. Default: routers do. */
  readonly forwarding?: boolean
  /** The user's own files, by path below the node's folder; `keepalived.conf` replaces ours. Default: none. */
  readonly files?: Readonly<Record<string, string>>
}

/** What every interface may have. */
export interface InterfaceOptions {
  /** `10.0.1.2/24`. Default: none. */
  readonly addresses?: readonly string[]
  /** Bytes, 68 to 65535. Default: the kernel's 1500. */
  readonly mtu?: number
  /** Memberships as a bridge port. Default: none, the bridge does not filter. */
  readonly vlans?: VlanOptions
  readonly risks?: readonly string[]
  /** As a port of a bridge with a spanning tree. Default: the kernel's cost and priority. */
  readonly stpPort?: StpPortOptions
  /** As a bridge port: known traffic leaves by that port while this one has no carrier. Default: none. */
  readonly backupPort?: Named
  /** What is forwarded out of it gets its address (NAT). Default false. */
  readonly masquerade?: boolean
  /** An IPv4 address that others reach by the interface's own first one, on every port (DNAT). Default: none. */
  readonly publish?: string
  /** Shut until a daemon of the node raises it, within so long. Default: up from the start. */
  readonly raisedWithin?: DurationText
}

/** VLANs of a trunk or access port, 1 to 4094. */
export interface VlanOptions {
  /** The untagged one. Default: none, untagged frames are dropped. */
  readonly native?: number
  /** Default: none. */
  readonly tagged?: readonly number[]
}

export interface PortOptions extends InterfaceOptions {
  /** On a stack (one logical switch): the member that the port belongs to. */
  readonly stackMember?: string
}

/** Link monitoring by carrier (`miimon`) or by ARP, never both: bonding.rst. */
export interface BondMonitorOptions {
  /** How often carrier is looked at, whole milliseconds. Default '100ms' (bonding.rst's advice; the kernel's own is off). */
  readonly miimon?: DurationText
  /** Waits before a member is used again; rounded down to a multiple of miimon. Default '0ms'. */
  readonly updelay?: DurationText
  /** Waits before a member is left; rounded down to a multiple of miimon. Default '0ms'. */
  readonly downdelay?: DurationText
  /** In place of miimon, active-backup only. */
  readonly arpMonitor?: ArpMonitorOptions
}

export interface ArpMonitorOptions {
  /** `arp_interval`, whole milliseconds. */
  readonly interval: DurationText
  /** `arp_ip_target`, 1 to 16 IPv4 addresses. */
  readonly targets: readonly string[]
  /** `arp_missed_max`, 1 to 255. Default 2, the kernel's. */
  readonly missedMax?: number
  /** `arp_validate`. Default 'none', the kernel's. */
  readonly validate?: 'none' | 'active' | 'backup' | 'all'
}

export interface BondOptions extends InterfaceOptions, BondMonitorOptions {
  readonly mode: BondConfig['mode']
  /** Ports of the same node, in the order in which they are enslaved. */
  readonly members: readonly Named[]
  /** False says that one member is meant (one half of an MLAG). Default true: a bond of one is refused. */
  readonly redundant?: boolean
  /** active-backup: the preferred member. Default: none. */
  readonly primary?: Named
  /** active-backup: when the primary takes over again. Default 'always', the kernel's. */
  readonly primaryReselect?: 'always' | 'better' | 'failure'
  /** 802.3ad: how often the partner is asked to send LACPDUs: 1 s or 30 s. Default 'slow', the kernel's. */
  readonly lacpRate?: 'fast' | 'slow'
  /** 802.3ad: `xmit_hash_policy`. Default 'layer2', the kernel's. */
  readonly hash?: 'layer2' | 'layer2+3' | 'layer3+4'
  /** 802.3ad: active members below which the bond has no carrier. Default 0, the kernel's. */
  readonly minLinks?: number
  /** 802.3ad: what switches that are one LACP system have in common: a MAC, and a priority from 1 to 65535. Default: the bond's own. */
  readonly system?: { readonly mac: string; readonly priority: number }
  /** 802.3ad: `ad_user_port_key`, 0 to 1023. Default 0, the kernel's. */
  readonly portKey?: number
}

export interface BridgeOptions extends InterfaceOptions {
  /** Ports and bonds of the same node. */
  readonly ports: readonly Named[]
  /** Default: true where a port has VLANs. */
  readonly vlanFiltering?: boolean
  /** IEEE 802.1D, the kernel's. Default: off. */
  readonly stp?: SpanningTreeOptions
  /** IEEE 802.1D-2004, in place of `stp`: an Open vSwitch bridge in its userspace datapath, without addresses of its own. */
  readonly rstp?: RapidSpanningTreeOptions
}

/** Open vSwitch says hello every 2 s. */
export interface RapidSpanningTreeOptions {
  /** Multiple of 4096, 0 to 61440; the lowest is the root. Default 32768. */
  readonly priority?: number
  /** How many seconds of relays news of the root may pass, 6 to 40 s. Default '20s'. */
  readonly maxAge?: DurationText
  /** How long a port that nobody agrees to waits, twice: 4 to 30 s. Default '15s'. */
  readonly forwardDelay?: DurationText
}

export interface SpanningTreeOptions {
  /** Multiple of 4096, 0 to 61440; the lowest is the root. Default 32768 (IEEE 802.1D). */
  readonly priority?: number
  /** How often the root speaks, 1 to 10 s. Default '2s'. */
  readonly hello?: DurationText
  /** How long what was heard of the root holds, 6 to 40 s. Default '20s'. */
  readonly maxAge?: DurationText
  /** How long a port listens, and then learns, before it forwards: 2 to 30 s. Default '15s'. */
  readonly forwardDelay?: DurationText
}

export interface StpPortOptions {
  /** Of a way by this port, 1 to 65535. Default 4 (IEEE 802.1D-1998: 1 Gb/s). */
  readonly cost?: number
  /** 0 to 63; with rapid spanning tree a multiple of 4. Default 32, the kernel's. */
  readonly priority?: number
  /** Rapid spanning tree: a host's port, which forwards at once. Default false. */
  readonly edge?: boolean
  /** 'bpdu' shuts the port at the first BPDU: for hosts. 'root': it never becomes the way to the root. Kernel only. Default: none. */
  readonly guard?: 'bpdu' | 'root'
}

export interface VlanDeviceOptions extends InterfaceOptions {
  /** The device that carries the tagged frames. */
  readonly parent: Named
  /** 1 to 4094. */
  readonly vlan: number
  /** '802.1ad' is the outer tag of two. Default: 802.1Q. */
  readonly protocol?: '802.1ad'
}

export interface MacvlanOptions extends InterfaceOptions {
  readonly parent: Named
}

export interface RouteOptions {
  /** 1 to 252: of a table that only a rule asks. Default: main. */
  readonly table?: number
}

/** Policy routing: whatever is said must match, and one of the first three has to be. */
export interface RuleOptions {
  /** Source: IPv4 address or network. */
  readonly from?: string
  /** Destination: IPv4 address or network. */
  readonly to?: string
  /** The interface that it came in by. */
  readonly iif?: Named
  /** The table that has the routes for it, 1 to 252. Default: main, with the networks that the node is in. */
  readonly table?: number
}

/** One VRRP instance: RFC 9568 (version 3) or RFC 3768 (version 2). */
export interface VirtualRouterOptions extends VrrpOptions {
  readonly interface: Named
  /** 1 to 255. */
  readonly vrid: number
  /** 1 to 254: 255 is the owner of the address, 0 says that it leaves. Default 100 (RFC 9568 5.2.4). */
  readonly priority?: number
  /** IPv4, with prefix length: `10.0.1.1/24`. */
  readonly addresses: readonly string[]
  /** Interfaces whose loss puts this instance into FAULT. Default: only its own. */
  readonly track?: readonly Named[]
  /** An address that has to answer a ping, or this instance goes into FAULT. Default: none. */
  readonly reach?: { readonly address: string } & ReachTimers
}

/** When a ping that is not answered becomes a FAULT: keepalived's `vrrp_script`. */
export interface ReachTimers {
  /** Time between pings, whole seconds up to 255 s. Default '1s'. */
  readonly interval?: DurationText
  /** How long an answer may take, whole centiseconds below the interval. Default '500ms'. */
  readonly timeout?: DurationText
  /** Failures in a row until FAULT, 1 to 100. Default 3. */
  readonly fall?: number
  /** Answers in a row until it ends, 1 to 100. Default 2. */
  readonly rise?: number
}

/** The timers that all virtual routers of one group share. */
export interface VrrpOptions {
  /** 2 (RFC 3768) or 3 (RFC 9568). Default 3. */
  readonly version?: 2 | 3
  /** Time between advertisements. Default '1s' (RFC 9568 6.1). Version 3: whole centiseconds up to 40.95 s (RFC 9568 5.2.7); version 2: whole seconds up to 255 s. */
  readonly advertInterval?: DurationText
  /** A higher priority takes over again. Default true (RFC 9568 6.1). */
  readonly preempt?: boolean
  /** How long a better Backup waits before it preempts, up to 1000 s. Default '0s'. */
  readonly preemptDelay?: DurationText
  /** Advertisements that may be missed, 1 to 100; keepalived's `down_timer_adverts`. Default 3, the RFC's. */
  readonly downTimerAdverts?: number
}

export interface LinkOptions {
  /** What it is for: `lan`, `leg`, `peer`, `uplink`. Default 'link'. */
  readonly role?: string
  readonly risks?: readonly string[]
}

/** A name, or something that has one: a port, a bond, a virtual router. */
export type Named = string | { readonly name: string }
