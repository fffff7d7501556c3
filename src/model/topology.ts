import type { Capability } from './capability.ts'
import type { BondConfig } from './bond.ts'
import type { Unread } from './own-file.ts'
import type { Routing } from './route.ts'
import type { Ns } from './time.ts'

/** What is wired, as data. Nodes and cables in the order in which they are built. */
export interface Topology {
  /** The generator's name, or the user's: `gateway-pair`. */
  readonly name: string
  readonly nodes: readonly Node[]
  readonly cables: readonly Cable[]
  /** A user's own containerlab file: its nodes configure themselves, and only the containerlab runtime can run it. */
  readonly containerlab?: ContainerlabSource
}

/** The topology file that a lab was read from. */
export interface ContainerlabSource {
  /** Absolute. */
  readonly file: string
  /** containerlab's name of the lab. */
  readonly lab: string
  /** What we deploy: the file with a middle in every cable that can have one, its paths absolute. */
  readonly derived: string
  /** Files that lie beside it, by path: the user's own with what must be added to them to be watched. */
  readonly files: Readonly<Record<string, string>>
  /** Files and folders of the machine that it names, absolute. */
  readonly paths: readonly string[]
  /** By cable, when we deploy it: it has a middle on the host's side, or none. */
  readonly cables: readonly ('panel' | 'ends')[]
  /** The same of the file as it stands, deployed by somebody else. */
  readonly attached: readonly ('panel' | 'ends')[]
  readonly images: readonly string[]
  /** By node, in a lab that we deploy and in one that runs already. */
  readonly restarts: Readonly<Record<'deploy' | 'attach', Readonly<Record<string, Restart>>>>
  /** Ends of cables whose device in the node has a name that only containerlab knows: `leaf1:Gi0/0/0/1`. */
  readonly nameless: readonly Endpoint[]
}

/** Whether a node is what it was when its container starts anew and has its cables: what it is told then, or why it is not. */
export type Restart = { readonly exec: readonly string[] } | { readonly because: string }

/** What every generator returns, beside its own handles. */
export interface Site {
  readonly topology: Topology
}

export type Role = 'host' | 'server' | 'switch' | 'router'

export interface Node extends Routing {
  readonly name: string
  readonly role: Role
  /** Shared-risk groups, `feed-a`, `rack-1`: all nodes and cables with the same label fail together. */
  readonly risks: readonly string[]
  /** Routes IPv4 between its interfaces. */
  readonly forwarding: boolean
  readonly interfaces: readonly Interface[]
  /** What mechanisms hold of it, by the mechanism's name; each has an accessor in `src/mechanisms/NAME/data.ts`. */
  readonly features: Readonly<Record<string, unknown>>
  /** Where probes and sessions of this node begin and end, in the order in which streams use them. */
  readonly probes: readonly ProbeAddress[]
  /** The user's own configuration, by path below the node's folder; a `keepalived.conf` here replaces ours. */
  readonly files: Readonly<Record<string, string>>
  /** Programs of the node's own, beside keepalived; started in this order. */
  readonly daemons?: readonly NodeDaemon[]
  readonly mlag?: MlagHalf
  /** What of its own configuration is not understood. Absent: all of it is. */
  readonly unread?: readonly Unread[]
}

/** A program that runs in the foreground for as long as its node does. */
export interface NodeDaemon {
  /** Its name; its output goes to `NAME.log` in the node's folder. */
  readonly name: string
  /** The program and its arguments; `{dir}` stands for the node's folder, `{run}` for that of `user`. */
  readonly argv: readonly string[]
  /** What the kernel or the machine must have for it; `backhoe doctor` lists what is there. */
  readonly needs: readonly Capability[]
  /**
   * A user of the system's that the program becomes by itself once it has started as root, such as `frr`. `{run}` stands for a
   * folder in memory that belongs to this user, and is empty when the node starts. Default: it stays root.
   */
  readonly user?: string
  /** Linux capabilities that its container must have beside NET_ADMIN and NET_RAW: `SYS_ADMIN`. Default: none. */
  readonly rights?: readonly string[]
}

/** One switch of an MLAG pair: its twin is the other one, its legs are bonds of one port. Times in nanoseconds. */
export interface MlagHalf {
  /** The other switch. */
  readonly twin: string
  /** Of a pair one switch is the primary; the other one is the secondary. */
  readonly primary: boolean
  /** The port of the peer link. */
  readonly peer: string
  /** The port of the heartbeat beside it. */
  readonly heartbeat: string
  /** LAGs with a leg at each switch: the name of the bond, which is the same in both. */
  readonly lags: readonly string[]
  /** What the secondary does when it loses the peer link and still receives the primary's heartbeat. */
  readonly splitBrain: 'shutSecondary' | 'bothActive'
  /** Time between two messages to the twin. */
  readonly keepaliveNs: Ns
  /** Silence of the twin after which it counts as lost. */
  readonly deadNs: Ns
  /** Time for which the peer link must have worked before legs are set up. */
  readonly delayRestoreNs: Ns
}

export interface ProbeAddress {
  readonly address: string
  /** Bind the socket to this device: for streams that differ in their MAC. */
  readonly device?: string
  /** What others call it: the address of an interface that publishes it. Absent: its own. */
  readonly published?: string
}

/** Where packets for it are sent to. */
export const reachedAt = ({ address, published }: Pick<ProbeAddress, 'address' | 'published'>): string =>
  published ?? address

interface InterfaceBase {
  /** At most 15 characters. */
  readonly name: string
  readonly mac: string
  /** Deterministic; 100 and up in nodes. The panel's ends have a range of their own. */
  readonly index: number
  readonly mtu?: number
  /** `10.0.0.1/24`. */
  readonly addresses: readonly string[]
  /** The bond or bridge it belongs to. */
  readonly master?: string
  /** Memberships as a bridge port, or those of a bridge itself: what stands on it sends and receives in them. Absent: none, or its bridge does not filter. */
  readonly vlans?: PortVlans
  /** Names of its VLANs, by number. Absent: they have none. */
  readonly vlanNames?: Readonly<Record<number, string>>
  /** As a port of a bridge with a spanning tree; absent: the kernel's cost and priority. */
  readonly stpPort?: StpPort
  /** As a bridge port: known traffic leaves by that port of the same bridge while this one has no carrier (`backup_port`). */
  readonly backupPort?: string
  /** As a bridge port: what it does otherwise than the kernel's default. */
  readonly bridgePort?: BridgePort
  /** Shut when it is built; a daemon of the node raises it, within so long. */
  readonly raisedWithinNs?: Ns
  /** tc filters of the node's own. */
  readonly filters?: readonly Filter[]
  /** Source NAT: forwarded packets leave with this interface's address. Hosts behind it can open connections but cannot accept them. */
  readonly masquerade?: boolean
  /** DNAT: connections arriving on this interface for its own IPv4 address are redirected to this address, on all ports. */
  readonly publish?: string
  readonly risks: readonly string[]
}

export type Interface =
  PortInterface | BondInterface | BridgeInterface | VlanInterface | MacvlanInterface | LoopbackInterface

/** The end of a cable. */
export interface PortInterface extends InterfaceBase {
  readonly kind: 'port'
  /** On a stack (one logical switch): the member that this port belongs to. */
  readonly stackMember?: string
}

export interface BondInterface extends InterfaceBase {
  readonly kind: 'bond'
  readonly bond: BondConfig
}

export interface BridgeInterface extends InterfaceBase {
  readonly kind: 'bridge'
  readonly vlanFiltering: boolean
  /** For how long a station is known that sends no more (`ageing_time`); 0: none is learned. Absent: the kernel's 300 s. */
  readonly ageingNs?: Ns
  /** Absent: STP is off, and a loop is a loop. */
  readonly stp?: SpanningTree
  /** In place of `stp`. The bridge is Open vSwitch's, in its userspace datapath, or with `by: 'mstpd'` the kernel's. */
  readonly rstp?: RapidSpanningTree
}

/** IEEE 802.1D spanning tree, the kernel's own. The lowest bridge id (priority, then MAC) is the root. */
export interface SpanningTree {
  /** A multiple of 4096, up to 61440. */
  readonly priority: number
  readonly helloNs: Ns
  readonly maxAgeNs: Ns
  readonly forwardDelayNs: Ns
}

/** IEEE 802.1D-2004 rapid spanning tree; its hello is 2 s. The lowest bridge id is the root. */
export interface RapidSpanningTree {
  /** A multiple of 4096, up to 61440. */
  readonly priority: number
  readonly maxAgeNs: Ns
  /** For ports that nobody agrees to: 802.1D neighbours. */
  readonly forwardDelayNs: Ns
  /** A bridge of the kernel, whose tree this daemon runs; absent: Open vSwitch runs bridge and tree. */
  readonly by?: 'mstpd'
}

/** The bridge keeps loops open by a spanning tree, the kernel's, Open vSwitch's or mstpd's. */
export const isTreeBridge = (one: Interface): boolean =>
  one.kind === 'bridge' && (one.stp !== undefined || one.rstp !== undefined)

/** Its tree is a rapid one, whoever runs it. */
export const isRapidBridge = (one: Interface): boolean => one.kind === 'bridge' && one.rstp !== undefined

/** Whose bridge it is: Open vSwitch's are no devices of the kernel's. */
export const isOpenVSwitch = (one: Interface): boolean =>
  one.kind === 'bridge' && one.rstp !== undefined && one.rstp.by === undefined

/** A bridge of the kernel whose rapid spanning tree a daemon runs. */
export const isMstpd = (one: Interface): one is BridgeInterface & Required<Pick<BridgeInterface, 'rstp'>> =>
  one.kind === 'bridge' && one.rstp?.by === 'mstpd'

export const hasOpenVSwitch = ({ nodes }: Topology): boolean =>
  nodes.some(({ interfaces }) => interfaces.some(isOpenVSwitch))

export interface StpPort {
  /** 1 to 65535. */
  readonly cost: number
  /** 0 to 63, the lower the better. */
  readonly priority: number
  /** A host's port: it forwards at once. Rapid spanning tree only. */
  readonly edge?: true
  /** On a shared medium: no agreement is taken there. Rapid spanning tree only. */
  readonly pointToPoint?: false
  /** `bpdu`: shut for good by the first BPDU, as a host's port; `root`: never the way to the root. */
  readonly guard?: 'bpdu' | 'root'
}

export interface BridgePort {
  /** No station behind it is learned (`learning off`). */
  readonly learning?: false
  /** It forwards nothing to other isolated ports of its bridge (`isolated on`). */
  readonly isolated?: true
  /** ARP requests that the bridge can answer, and gratuitous ARP, do not leave by it (`neigh_suppress on`). */
  readonly neighSuppress?: true
}

export interface VlanInterface extends InterfaceBase {
  readonly kind: 'vlan'
  readonly parent: string
  /** 1 to 4094. */
  readonly vlan: number
  /** The outer tag of two (IEEE 802.1ad). Default: 802.1Q. */
  readonly protocol?: '802.1ad'
}

export interface MacvlanInterface extends InterfaceBase {
  readonly kind: 'macvlan'
  readonly parent: string
}

/** `lo`: the kernel's own, with addresses that belong to the node and to no LAN; several nodes may have the same. */
export interface LoopbackInterface extends InterfaceBase {
  readonly kind: 'loopback'
}

export interface PortVlans {
  /** Untagged frames that arrive belong to it (PVID), and it leaves untagged; null: no untagged frame is taken. */
  readonly native: number | null
  /** These leave untagged beside it; untagged frames that arrive do not belong to them. Absent: none. */
  readonly untagged?: readonly number[]
  readonly tagged: readonly number[]
}

/** A tc filter on an interface (`clsact`). */
export interface Filter {
  /** Whether it applies to frames that arrive or to frames that leave. */
  readonly at: 'ingress' | 'egress'
  /** Its place in the order of filters, the lowest first; each filter has another one. */
  readonly pref: number
  /** Which frames: all, those with a mark of the kernel, or those with this outer 802.1ad tag. */
  readonly match: FilterMatch
  /** Applied in this order to frames that match; all others go on to the next filter. */
  readonly actions: readonly FilterAction[]
}

/** A label is an outer 802.1ad tag; a mark is the kernel's own, and never leaves the node. */
export type FilterMatch =
  | { readonly match: 'all' }
  | { readonly match: 'mark'; readonly mark: number }
  | { readonly match: 'label'; readonly label: number }

export type FilterAction =
  | { readonly act: 'drop' }
  | { readonly act: 'mark'; readonly mark: number }
  | { readonly act: 'pop-label' }
  /** It goes on as if it had come in by that interface. */
  | { readonly act: 'enter'; readonly by: string }

/** One end of a cable, as containerlab writes it: `leaf1:eth1`. */
export interface Endpoint {
  readonly node: string
  readonly interface: string
}

export interface Cable {
  /** `host:eth0--sw1:eth1`, unique. */
  readonly name: string
  readonly a: Endpoint
  readonly b: Endpoint
  /** What it is for: `lan`, `leg`, `peer`, `uplink`. */
  readonly role: string
  readonly risks: readonly string[]
}

/** The address that NAT gives to what leaves by an interface, and that it publishes: its first one of IPv4. */
export const translatedOf = ({ addresses }: Pick<Interface, 'addresses'>): string =>
  addresses.find((address) => !address.includes(':'))?.split('/')[0] ?? ''

export const endpointText = (endpoint: Endpoint): string => `${endpoint.node}:${endpoint.interface}`
export const cableName = (a: Endpoint, b: Endpoint): string => `${endpointText(a)}--${endpointText(b)}`

export function nodeOf(topology: Topology, name: string): Node {
  const node = topology.nodes.find((candidate) => candidate.name === name)
  if (node === undefined) throw new Error(`no node ${name} in ${topology.name}`)
  return node
}

export function interfaceOf(topology: Topology, endpoint: Endpoint): Interface {
  const found = nodeOf(topology, endpoint.node).interfaces.find((one) => one.name === endpoint.interface)
  if (found === undefined) throw new Error(`no interface ${endpointText(endpoint)} in ${topology.name}`)
  return found
}
