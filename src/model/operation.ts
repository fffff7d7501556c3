import type { BondConfig } from './bond.ts'
import type { KernelRoute, NexthopGroup, Rule } from './route.ts'
import type { BridgePort, Filter, PortVlans, SpanningTree, StpPort } from './topology.ts'
import type { Ns } from './time.ts'
import type { FrameMatch, Netem } from './traffic-control.ts'

/** The namespace that holds every cable's middle. */
export const WIRE = 'wire'

/**
 * What is done to the kernel, as data. `ns` is a node's name or `wire`.
 * Two back ends speak it: iproute2 text (`render/`) and rtnetlink (`linux/netlink/`).
 */
export type Operation =
  | { readonly op: 'namespace'; readonly ns: string }
  | { readonly op: 'sysctl'; readonly ns: string; readonly key: string; readonly value: string }
  | {
      readonly op: 'veth'
      readonly ns: string
      readonly name: string
      readonly index: number
      readonly mac: string
      readonly peer: { readonly ns: string; readonly name: string; readonly index: number; readonly mac: string }
    }
  | {
      readonly op: 'bond'
      readonly ns: string
      readonly name: string
      readonly index: number
      readonly mac: string
      readonly bond: BondConfig
    }
  | {
      readonly op: 'bridge'
      readonly ns: string
      readonly name: string
      readonly index: number
      readonly mac: string
      readonly vlanFiltering: boolean
      /** Absent: the kernel's. */
      readonly ageingNs?: Ns
      readonly stp?: SpanningTree
      /** In place of `stp`: a daemon runs its tree (`IFLA_BR_STP_MODE`). */
      readonly userStp?: true
    }
  /** Cost, priority and guard of a bridge port in the spanning tree. */
  | { readonly op: 'stp-port'; readonly ns: string; readonly name: string; readonly stp: StpPort }
  | {
      readonly op: 'vlan'
      readonly ns: string
      readonly name: string
      readonly index: number
      readonly mac: string
      readonly parent: string
      readonly vlan: number
      readonly protocol?: '802.1ad'
    }
  | {
      readonly op: 'macvlan'
      readonly ns: string
      readonly name: string
      readonly index: number
      readonly mac: string
      readonly parent: string
    }
  | { readonly op: 'master'; readonly ns: string; readonly name: string; readonly master: string | null }
  /** `bond … primary`: only once the member is enslaved. */
  | { readonly op: 'primary'; readonly ns: string; readonly name: string; readonly member: string }
  | { readonly op: 'mtu'; readonly ns: string; readonly name: string; readonly mtu: number }
  /** No 64 kB super-packets: loss then acts on packets. */
  | { readonly op: 'gso-max-segs'; readonly ns: string; readonly name: string; readonly segments: number }
  /** Frames leave the interface with complete checksums, as on a real cable: no card completes them later. */
  | { readonly op: 'tx-checksums'; readonly ns: string; readonly name: string }
  /** Packets that the interface's own queue holds. */
  | { readonly op: 'tx-queue'; readonly ns: string; readonly name: string; readonly packets: number }
  | { readonly op: 'up'; readonly ns: string; readonly name: string }
  | { readonly op: 'down'; readonly ns: string; readonly name: string }
  | { readonly op: 'address'; readonly ns: string; readonly name: string; readonly address: string }
  /** `nhid`: in place of gateways, a group of nexthops. */
  | ({ readonly op: 'route'; readonly ns: string; readonly nhid?: number } & Omit<KernelRoute, 'group'>)
  /** A nexthop object: only where its interface has carrier. */
  | {
      readonly op: 'nexthop'
      readonly ns: string
      readonly id: number
      readonly via: string
      readonly device: string
    }
  | {
      readonly op: 'nexthop-group'
      readonly ns: string
      readonly id: number
      readonly members: readonly { readonly id: number; readonly weight: number }[]
      readonly group: NexthopGroup
    }
  /** Policy routing: the lowest preference is asked first. */
  | ({ readonly op: 'rule'; readonly ns: string; readonly pref: number } & Rule)
  /** All memberships of a bridge port, as a trunk or access port has them; `self`: of a bridge itself. */
  | {
      readonly op: 'port-vlans'
      readonly ns: string
      readonly name: string
      readonly vlans: PortVlans
      readonly self?: true
    }
  /** One membership of a bridge port comes or goes. `native`: PVID and untagged; `untagged`: without a tag, and no PVID. */
  | {
      readonly op: 'vlan-add' | 'vlan-delete'
      readonly ns: string
      readonly name: string
      readonly vlan: number
      readonly native: boolean
      readonly untagged?: true
    }
  /** All VLANs of a port of Open vSwitch, in place of those that it had; `ns`: its node. */
  | { readonly op: 'ovs-vlans'; readonly ns: string; readonly name: string; readonly vlans: PortVlans }
  /** What a port of a bridge does otherwise than by default. */
  | { readonly op: 'bridge-port'; readonly ns: string; readonly name: string; readonly port: BridgePort }
  /** `backup_port`, another port of the same bridge. */
  | { readonly op: 'backup-port'; readonly ns: string; readonly name: string; readonly backup: string }
  | { readonly op: 'clsact' | 'clsact-delete'; readonly ns: string; readonly name: string }
  | { readonly op: 'redirect'; readonly ns: string; readonly name: string; readonly to: string; readonly pref: number }
  /** NAT: what leaves by this interface gets its address. */
  | { readonly op: 'masquerade'; readonly ns: string; readonly name: string }
  /** NAT: what comes in by this interface for `address` goes to `target`. */
  | {
      readonly op: 'publish'
      readonly ns: string
      readonly name: string
      readonly address: string
      readonly target: string
    }
  /** A filter of a node's own, where the faults of cables never are. */
  | { readonly op: 'filter'; readonly ns: string; readonly name: string; readonly filter: Filter }
  | {
      readonly op: 'drop'
      readonly ns: string
      readonly name: string
      readonly pref: number
      readonly match: FrameMatch
    }
  | {
      readonly op: 'filter-delete'
      readonly ns: string
      readonly name: string
      readonly pref: number
      readonly match: FrameMatch
    }
  | { readonly op: 'netem'; readonly ns: string; readonly name: string; readonly netem: Netem }
  /** netem stays and impairs nothing more; what waits in its queue leaves when it is due. */
  | {
      readonly op: 'netem-clear'
      readonly ns: string
      readonly name: string
      readonly limit: number
      /** It has slots. */
      readonly slot?: true
    }
  | { readonly op: 'netem-delete'; readonly ns: string; readonly name: string }
  /**
   * Light on one end of a cable: the panel sets its middle end up or down. `cable` is the cable's number.
   * The far node's own shut port darkens the same end, so the panel keeps both reasons apart.
   */
  | { readonly op: 'light'; readonly cable: number; readonly end: 'a' | 'b'; readonly on: boolean }
  /** A file below the node's folder; `{dir}` in its text is that folder, as in a daemon's arguments. */
  | { readonly op: 'file'; readonly node: string; readonly path: string; readonly text: string }
  /** A daemon in the node's namespace; `{dir}` in an argument is the node's folder, `{run}` one in memory that `user` may write to. */
  | {
      readonly op: 'daemon'
      readonly node: string
      readonly name: string
      readonly argv: readonly string[]
      readonly user?: string
    }
  /**
   * A node loses its power, or gets it back: its daemons are killed, and started again as the plan did; a container is killed,
   * and once it runs again and has its ports it does what `exec` says.
   */
  | { readonly op: 'power'; readonly node: string; readonly on: boolean; readonly exec?: readonly string[] }
  /** Every process of a node stands still, or goes on: its daemons, or all that its container runs. */
  | { readonly op: 'pause'; readonly node: string; readonly paused: boolean }
  | { readonly op: 'wait'; readonly wait: NamedWait; readonly deadlineNs: Ns }

/**
 * Named waits: never a sleep. The kind names the mechanism that owns it: what else it holds, and how it is asked, is that
 * mechanism's (`src/mechanisms/NAME/data-kinds.ts`).
 */
export interface NamedWait {
  readonly wait: string
}

/** Names and interface indexes of a cable's middle ends: a range of their own (FIELD: linkwatch). */
export const panelEnd = (cable: number, end: 'a' | 'b'): { name: string; index: number; mac: string } => ({
  name: `c${String(cable)}${end}`,
  index: 10_000 + cable * 2 + (end === 'a' ? 0 : 1),
  mac: `06:00:00:00:${hex(cable >> 7)}:${hex(((cable << 1) & 0xfe) | (end === 'a' ? 0 : 1))}`,
})

const hex = (byte: number): string => (byte & 0xff).toString(16).padStart(2, '0')

/** Preference of the panel's redirect; faults of a cable have lower ones and so come first. */
export const REDIRECT_PREF = 49_152

/** `light cable=0 end=a on=true`: one line of a record. */
export function describeOperation({ op, ...rest }: Operation): string {
  const fields = Object.entries(rest).map(
    ([key, value]) => `${key}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
  )
  return [op, ...fields].join(' ')
}

/** What an operation occupies, so that no second one may do the same there; null: nothing that two could want. */
export function placeOf(one: Operation): string | null {
  switch (one.op) {
    case 'netem':
      return `netem ${one.ns} ${one.name}`
    case 'drop':
      return `drop ${one.ns} ${one.name} ${String(one.pref)}`
    case 'vlan-delete':
      return `vlan ${one.ns} ${one.name} ${String(one.vlan)}`
    case 'ovs-vlans':
      return `vlans ${one.ns} ${one.name}`
    case 'light':
      return `light ${String(one.cable)} ${one.end}`
    case 'power':
    case 'pause':
      return `node ${one.node}`
    default:
      return null
  }
}
