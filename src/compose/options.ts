import type { DurationText } from '../model/time.ts'
import type { BondConfig, TransmitHash } from '../model/bond.ts'
import type { Role } from '../model/topology.ts'
import type { Vlan } from '../model/vlans.ts'
import type { FileText } from './file-text.ts'

/** What a node is. */
export interface NodeOptions {
  /** What it is for. A router forwards by default; `singleFailures` breaks switches and routers. */
  readonly role: Role
  /** Shared-risk labels: all nodes and cables with the same label fail together. Default: none. */
  readonly risks?: readonly string[]
  /** Forwards IPv4 between its interfaces. Default: true for a router, false for every other role. */
  readonly forwarding?: boolean
  /**
   * Your own configuration files, by their paths below the node's folder: the text of each, or `fromFile('./r1/keepalived.conf')`.
   * `keepalived.conf` is read: its virtual routers are watched and have windows as declared ones, and what is not understood is named with
   * its line, and silences what depends on it; so is `frr.conf`, with OSPF and BGP.
   * `netplan.yaml` or files below `netplan/`, `interfaces`, and `*.nmconnection` files declare bonds, VLANs,
   * bridges, addresses and routes of the node. `openvswitch/up.sh`, `mstpd/up.sh` or `mstpd/mstpctl.conf` silences the windows of traffic that depends on it. Default: none.
   */
  readonly files?: Readonly<Record<string, string | FileText>>
}

/** What every interface may have. */
export interface InterfaceOptions {
  /** IPv4 or IPv6 addresses, each with its prefix length: `10.0.1.2/24`. Default: none. */
  readonly addresses?: readonly string[]
  /** Bytes, 68 to 65535. Default: the kernel's 1500. */
  readonly mtu?: number
  /** VLANs that it carries as a bridge port. Default: none, the bridge does not filter. */
  readonly vlans?: VlanOptions
  /** Shared-risk labels. Default: none. */
  readonly risks?: readonly string[]
  /** Its cost, priority and guard as a port of a bridge with a spanning tree. Default: the kernel's cost and priority. */
  readonly stpPort?: StpPortOptions
  /** As a bridge port: whether stations behind it are learned (`learning`); if not, frames for them are flooded. Default true. */
  readonly learning?: boolean
  /** As a bridge port: it forwards nothing to other isolated ports of its bridge, a private VLAN (`isolated`). Default false. */
  readonly isolated?: boolean
  /**
   * As a bridge port: no gratuitous ARP leaves by it, and no ARP request that the bridge can answer (`neigh_suppress`). It silences the
   * windows of traffic that may pass its LANs. Default false.
   */
  readonly neighSuppress?: boolean
  /** As a bridge port: frames to known addresses leave by that port of the bridge while this one has no carrier. Default: none. */
  readonly backupPort?: Named
  /**
   * Source NAT: forwarded packets leave with this interface's address. Hosts behind it can open connections but cannot accept them.
   * Default false.
   */
  readonly masquerade?: boolean
  /** DNAT: connections that arrive here for the interface's first IPv4 address are redirected to this address, on all ports. Default: none. */
  readonly publish?: string
  /** The interface is down until a daemon of the node sets it up, which takes at most this long. Default: up from the start. */
  readonly raisedWithin?: DurationText
}

/** VLANs of a trunk or access port, or of a bridge itself, 1 to 4094, by number or by name (`vlans`). */
export interface VlanOptions {
  /** The VLAN of untagged frames (PVID), 1 to 4094. Default: none, untagged frames are dropped. */
  readonly native?: Vlan
  /** VLANs that leave it without a tag beside `native`; untagged frames that arrive do not belong to them. Not with `rstp`. Default: none. */
  readonly untagged?: readonly Vlan[]
  /** VLANs that it carries with their tag, each 1 to 4094. Default: none. */
  readonly tagged?: readonly Vlan[]
}

export interface PortOptions extends InterfaceOptions {
  /** On a stack (one logical switch): the member that the port belongs to. Default: none. */
  readonly stackMember?: string
}

/** Link monitoring by carrier (`miimon`) or by ARP, never both: bonding.rst. */
export interface BondMonitorOptions {
  /**
   * Time between two looks at the carrier of each member, in whole milliseconds up to 1 h. '0ms', which 802.3ad does not take: no monitor,
   * the kernel's own default and what is configured where nobody sets it; the loss of a member's carrier is never noticed.
   * Default '100ms' (bonding.rst's advice).
   */
  readonly miimon?: DurationText
  /** Time from a member's carrier to its use; a multiple of miimon up to 1 h. Default '0ms'. */
  readonly updelay?: DurationText
  /** Time from the loss of a member's carrier until the bond stops using it; a multiple of miimon up to 1 h. Default '0ms'. */
  readonly downdelay?: DurationText
  /** Monitoring by ARP in place of miimon; active-backup only. Default: none, miimon. */
  readonly arpMonitor?: ArpMonitorOptions
}

/** Monitoring of a bond by ARP requests: kernel options `arp_*` (bonding.rst). */
export interface ArpMonitorOptions {
  /** Time between two requests, in whole milliseconds up to 1 h (`arp_interval`). */
  readonly interval: DurationText
  /** IPv4 addresses that must answer, 1 to 16 (`arp_ip_target`). */
  readonly targets: readonly string[]
  /** Intervals without an answer until a member is down, 1 to 255 (`arp_missed_max`). Default 2, the kernel's. */
  readonly missedMax?: number
  /** Members on which only the monitor's ARP requests and replies count as a sign of life; on all others every received frame does (`arp_validate`). Default 'none', the kernel's. */
  readonly validate?: 'none' | 'active' | 'backup' | 'all'
  /** Whether one target that answers is enough, or each has to (`arp_all_targets`). 'all' needs validate 'all'; with several targets such a bond has no windows. Default 'any', the kernel's. */
  readonly allTargets?: 'any' | 'all'
}

export interface BondOptions extends InterfaceOptions, BondMonitorOptions {
  /**
   * How members are used: one at a time (active-backup), all of them as LACP agrees with the partner (802.3ad, IEEE 802.1AX), or all that
   * have carrier, without any protocol: by a hash (balance-xor), in turn (balance-rr), or each packet by all of them (broadcast); the partner
   * of such a static LAG has one of the same cables. Two modes need no LAG at the switch: balance-tlb spreads what it sends, balance-alb also
   * what it receives. Theory gives these two no windows.
   */
  readonly mode: BondConfig['mode']
  /** Ports of the same node, in the order in which they are enslaved. */
  readonly members: readonly Named[]
  /** False allows a bond of one member (one half of an MLAG). Default true. */
  readonly redundant?: boolean
  /** active-backup: the preferred member. Default: none, the member that is active stays active. */
  readonly primary?: Named
  /** active-backup: when the primary takes over again. Default 'always', the kernel's. */
  readonly primaryReselect?: 'always' | 'better' | 'failure'
  /** active-backup: number of gratuitous ARP announcements of each address after a failover, 0 to 255 (`num_grat_arp`). With 0, bridges learn the new place from the next frame that it sends. Default 1, the kernel's. */
  readonly numGratArp?: number
  /** active-backup with miimon: time between two of these announcements, a multiple of miimon up to 300 s (`peer_notify_delay`); the first pause is shorter by a look of the monitor. Default '0ms': one look, and the first two at once. */
  readonly peerNotifDelay?: DurationText
  /** active-backup: which MAC the bond has (`fail_over_mac`): its own, which all members get ('none'); that of the active member ('active'); its own, which only the active member gets ('follow'). Beside an ARP monitor the other two have no windows. Default 'none', the kernel's. */
  readonly failOverMac?: 'none' | 'active' | 'follow'
  /** active-backup: number of IGMP reports of each of its groups after a failover, 0 to 255 (`resend_igmp`). Bridges here do no IGMP snooping, so that it changes no window. Default 1, the kernel's. */
  readonly resendIgmp?: number
  /** active-backup: whether it accepts frames that standby members receive (`all_slaves_active`). Such a bond has no windows. Default false, the kernel's. */
  readonly allSlavesActive?: boolean
  /** 802.3ad: when another aggregator is selected (`ad_select`): when the active one has no port left ('stable'), or at every change by speed ('bandwidth') or number of ports ('count'). Members with one partner form one aggregator, so that it changes nothing there. Default 'stable', the kernel's. */
  readonly adSelect?: 'stable' | 'bandwidth' | 'count'
  /** 802.3ad: the pace at which the partner is asked to send LACPDUs, 'fast' 1 s or 'slow' 30 s. Default 'slow', the kernel's. */
  readonly lacpRate?: 'fast' | 'slow'
  /**
   * 802.3ad, balance-xor: the fields of a packet that decide its member (`xmit_hash_policy`); 'encap2+3' and 'encap3+4' read those inside of a
   * tunnel, 'vlan+srcmac' the VLAN and the source address. Default 'layer2', the kernel's.
   */
  readonly hash?: TransmitHash
  /** 802.3ad: number of active members below which the bond has no carrier, 0 to 255. Default 0, the kernel's. */
  readonly minLinks?: number
  /** 802.3ad: a MAC, and a priority from 1 to 65535, the same in all switches that are one LACP system. Default: the bond's own. */
  readonly system?: { readonly mac: string; readonly priority: number }
  /** 802.3ad: the LAG of the LACP system to which the bond's ports belong, 0 to 1023 (`ad_user_port_key`). Default 0, the kernel's. */
  readonly portKey?: number
}

export interface BridgeOptions extends InterfaceOptions {
  /** Ports and bonds of the same node. */
  readonly ports: readonly Named[]
  /**
   * VLANs that the bridge itself is a member of: in these, interfaces on it send and receive, `native` its own addresses and `tagged` its
   * VLAN devices (`bridge vlan add … self`). Default: none; frames pass from port to port only.
   */
  readonly vlans?: VlanOptions
  /** Whether the bridge filters by VLAN. Default: true where the bridge or a port of it has VLANs. */
  readonly vlanFiltering?: boolean
  /**
   * Time for which the bridge knows the port of a station that sends no more, in whole seconds up to 1000000 s (`ageing_time`); '0s': it
   * learns none, and floods. Default '300s', the kernel's.
   */
  readonly ageing?: DurationText
  /** Spanning tree of the kernel, IEEE 802.1D. Default: off, and a loop of cables is a loop of frames. */
  readonly stp?: SpanningTreeOptions
  /**
   * Rapid spanning tree, IEEE 802.1D-2004, in place of `stp`: the bridge is one of Open vSwitch in its userspace datapath, without
   * addresses of its own, or with `by: 'mstpd'` one of the kernel. Default: off.
   */
  readonly rstp?: RapidSpanningTreeOptions
}

/** Rapid spanning tree; its hello time is 2 s and cannot be set. */
export interface RapidSpanningTreeOptions {
  /**
   * What runs it. 'openvswitch': the bridge is Open vSwitch's. 'mstpd': the bridge is the kernel's, and mstpd runs its tree, which needs
   * Linux 7.3 and the package `mstpd`. Its ports send at 100 Mbit/s, since a frame that goes round in no time would stop the
   * clock. Default 'openvswitch'.
   */
  readonly by?: 'openvswitch' | 'mstpd'
  /** Multiple of 4096, 0 to 61440; the lowest is the root. Default 32768. */
  readonly priority?: number
  /** Age at which information about the root is discarded; each bridge that relays it adds a second. 6 to 40 s, whole seconds. Default '20s'. */
  readonly maxAge?: DurationText
  /** Time in each of discarding and learning for a port whose neighbour sends no agreement, 4 to 30 s, whole seconds. Default '15s'. */
  readonly forwardDelay?: DurationText
}

/** Spanning tree of the kernel. The three times must satisfy 2 × (forwardDelay − 1 s) ≥ maxAge ≥ 2 × (hello + 1 s). */
export interface SpanningTreeOptions {
  /** Multiple of 4096, 0 to 61440; the lowest is the root. Default 32768 (IEEE 802.1D). */
  readonly priority?: number
  /** Time between two BPDUs of the root, 1 to 10 s, whole seconds. Default '2s'. */
  readonly hello?: DurationText
  /** Age at which a BPDU about the root is discarded, 6 to 40 s, whole seconds. Default '20s'. */
  readonly maxAge?: DurationText
  /** Time in listening, and again in learning, before a port forwards: 2 to 30 s, whole seconds. Default '15s'. */
  readonly forwardDelay?: DurationText
}

/** A port of a bridge with `stp` or `rstp`. */
export interface StpPortOptions {
  /** Cost of a path to the root by this port, 1 to 65535. Default 4 (IEEE 802.1D-1998: 1 Gb/s). */
  readonly cost?: number
  /** Of two equal paths the port with the lower priority is used. 0 to 63; with rapid spanning tree a multiple of 4. Default 32, the kernel's. */
  readonly priority?: number
  /** Rapid spanning tree: a port to a host, which forwards at once. Default false. */
  readonly edge?: boolean
  /**
   * Rapid spanning tree: whether the cable leads to one other bridge. At a shared medium (false) no agreement is taken, so that a designated
   * port goes through its timers (IEEE 802.1D-2004 17.21.9; `rstp-admin-p2p-mac`), and windows are silent. Default true.
   */
  readonly pointToPoint?: boolean
  /** 'bpdu': a port to a host, disabled by the first BPDU that it receives. 'root': it never becomes the root port. Only with `stp`. Default: none. */
  readonly guard?: 'bpdu' | 'root'
}

export interface VlanDeviceOptions extends InterfaceOptions {
  /** The device that carries the tagged frames. */
  readonly parent: Named
  /** The VLAN of the device, 1 to 4094. */
  readonly vlan: Vlan
  /** '802.1ad' makes it the outer tag of two. Default: 802.1Q. */
  readonly protocol?: '802.1ad'
}

export interface MacvlanOptions extends InterfaceOptions {
  /** The device below it, whose frames for its MAC it receives. */
  readonly parent: Named
}

export interface LinkOptions {
  /** What the cable is for, in a word: `lan`, `leg`, `peer`, `uplink`. Default 'link'. */
  readonly role?: string
  /** Shared-risk labels: all nodes and cables with the same label fail together. Default: none. */
  readonly risks?: readonly string[]
}

/** A name, or something that has one: a port, a bond, a virtual router. */
export type Named = string | { readonly name: string }
