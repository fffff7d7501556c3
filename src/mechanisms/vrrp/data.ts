import { VRRP_STATES } from './data-kinds.ts'
import type { UnreadLine } from '../../model/own-file.ts'
import type { Node } from '../../model/topology.ts'
import type { Ns } from '../../model/time.ts'
import type { Data } from '../contract/data.ts'

/** What a node has of VRRP. */
export interface VrrpFeature {
  readonly routers: readonly VirtualRouter[]
  readonly syncGroups: readonly SyncGroup[]
  /** They stand in a `keepalived.conf` of the user's own; absent: ours is made of them. */
  readonly own?: { readonly unread: readonly UnreadStatement[] }
  /** From the daemon's start until the timers of its virtual routers begin: keepalived's `vrrp_startup_delay`. Absent: none. */
  readonly startupDelayNs?: Ns
  /** Of interfaces whose states count later: keepalived's `interface_up_down_delays`. Absent: none. */
  readonly delays?: readonly InterfaceDelay[]
}

/** So long an interface has to stay down, or up again, until its virtual routers take it for that. */
export interface InterfaceDelay {
  readonly interface: string
  readonly downNs: Ns
  readonly upNs: Ns
}

/** A statement of the user's own file that is not understood. */
export interface UnreadStatement extends UnreadLine {
  /** Names of the virtual routers that it concerns; null: all of the node. */
  readonly routers: readonly string[] | null
}

const NONE: VrrpFeature = { routers: [], syncGroups: [] }

export const VRRP = 'vrrp'

/** In a node's folder. */
export const KEEPALIVED_CONF = 'keepalived.conf'

export const vrrpOf = ({ features }: Pick<Node, 'features'>): VrrpFeature =>
  (features[VRRP] as VrrpFeature | undefined) ?? NONE

/** What of the user's own file is not understood and concerns this virtual router, or any of the node where `name` is absent. */
export function unreadOf(node: Pick<Node, 'features'>, name?: string): readonly UnreadStatement[] {
  const { own, syncGroups } = vrrpOf(node)
  const siblings = syncGroups.filter(({ members }) => name !== undefined && members.includes(name))
  const concerned = [name, ...siblings.flatMap(({ members }) => members)]
  return (own?.unread ?? []).filter(
    ({ routers }) => name === undefined || routers === null || routers.some((one) => concerned.includes(one)),
  )
}

export const vrrpData: Data = {
  states: {
    vrrp: { values: VRRP_STATES, objects: (node) => vrrpOf(node).routers.map(({ name }) => name) },
  },
  lends: (node) =>
    vrrpOf(node).routers.flatMap(({ name, interface: device, addresses, priority }) =>
      addresses.map((address) => ({
        interface: device,
        address,
        priority,
        by: `virtual router ${name}`,
        place: `vrrp ${name}`,
      })),
    ),
}

/** Of an interface of the node. */
export const delayOf = (node: Pick<Node, 'features'>, name: string): Omit<InterfaceDelay, 'interface'> =>
  vrrpOf(node).delays?.find((one) => one.interface === name) ?? { downNs: 0, upNs: 0 }

/** One VRRP instance of a node (RFC 9568; version 2: RFC 3768). */
export interface VirtualRouter {
  /** keepalived's instance name; unique in the node: `LAN`. */
  readonly name: string
  readonly interface: string
  readonly vrid: number
  readonly version: 2 | 3
  /** 1 to 254; 255: the owner of the addresses, which no weight changes. */
  readonly priority: number
  readonly advertIntervalNs: Ns
  readonly preempt: boolean
  readonly preemptDelayNs: Ns
  /** keepalived's `down_timer_adverts`; the RFC's is 3. */
  readonly downTimerAdverts: number
  /** With prefix length: `10.0.1.1/24`. */
  readonly addresses: readonly string[]
  /** Interfaces whose loss puts this instance into FAULT. */
  readonly track: readonly string[]
  /** Interfaces whose loss changes the priority. Absent: none. */
  readonly weighed?: readonly Weighed[]
  /** An address that has to answer, or this instance goes into FAULT, or has another priority. */
  readonly reach?: Reach
  /** Programs that have to succeed, or this instance goes into FAULT, or has another priority. Absent: none. */
  readonly scripts?: readonly Script[]
  /** Its addresses have the MAC address 00:00:5e:00:01:VRID, on a macvlan of its interface. Absent: the interface's own. */
  readonly vmac?: Vmac
  /** Advertisements are sent to these IPv4 addresses; absent: by multicast. */
  readonly peers?: readonly string[]
  /** From this address of the interface. Absent: the first one. */
  readonly source?: string
  /** Absent: keepalived's own. */
  readonly garp?: GratuitousArp
  /** As the RFC has it, and nothing more: keepalived's `strict_mode`. */
  readonly strict?: true
  /** Whether it takes packets to its addresses (RFC 9568 6.1: Accept_Mode). Absent: it does, unless it is strict. */
  readonly accept?: boolean
}

/** An address owner always does. */
export const accepts = ({ priority, strict, accept }: VirtualRouter): boolean =>
  priority === OWNER || (accept ?? strict !== true)

/** The address owner, whose priority nothing changes (RFC 9568 5.2.4; keepalived: vrrp_set_effective_priority). */
export const OWNER = 255

/** keepalived's `track_interface` with a weight, −253 to 253: above 0 it is added while the interface is up, below 0 while it is down. */
export interface Weighed {
  readonly interface: string
  readonly weight: number
}

/** The gratuitous ARP of an active router: keepalived's `garp_*`. Times are whole seconds. */
export interface GratuitousArp {
  /** From the announcement at a takeover to its repetition; 0: it is not repeated. */
  readonly delayNs: Ns
  /** Packets for each address at a time. */
  readonly repeat: number
  /** Between two announcements while it stays active, which come with an advertisement; 0: none. */
  readonly refreshNs: Ns
  readonly refreshRepeat: number
  /** As `delayNs`, after an advertisement of lower priority. */
  readonly lowerPriorityDelayNs: Ns
  /** Packets for each address at each advertisement of lower priority; 0: none. */
  readonly lowerPriorityRepeat: number
}

/** keepalived's `vrrp_script` with a ping: asked once an interval, `fall` failures in a row are FAULT, `rise` answers end it. */
export interface Reach {
  readonly address: string
  /** Whole seconds. */
  readonly intervalNs: Ns
  /** How long an answer may take; less than the interval. */
  readonly timeoutNs: Ns
  readonly fall: number
  readonly rise: number
  /** As that of `Weighed`; absent: FAULT. */
  readonly weight?: number
}

/** keepalived's `vrrp_script` with any program: asked as `Reach` is. */
export interface Script {
  /** `{dir}` stands for the node's folder. */
  readonly command: string
  /** Whole seconds. */
  readonly intervalNs: Ns
  /** It is ended after so long, and has failed. Whole seconds. */
  readonly timeoutNs: Ns
  readonly fall: number
  readonly rise: number
  /** As that of `Weighed`; absent: FAULT. */
  readonly weight?: number
}

/** RFC 9568 7.3; keepalived's `use_vmac`. */
export interface Vmac {
  /** Advertisements leave by the interface itself, and not by the macvlan: keepalived's `vmac_xmit_base`. */
  readonly xmitBase: boolean
}

export interface SyncGroup {
  readonly name: string
  /** Names of virtual routers of the same node. */
  readonly members: readonly string[]
}
