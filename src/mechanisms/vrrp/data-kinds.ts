import type { StateMatch } from '../../model/handle.ts'
import type { NamedWait } from '../../model/operation.ts'
import type { PhaseEvent } from '../../model/phase.ts'
import type { WatchPlan } from '../../model/plan.ts'
import type { Endpoint } from '../../model/topology.ts'

export const VRRP_STATES = ['MASTER', 'BACKUP', 'FAULT'] as const

/** A virtual router's, as its daemon reports it. */
export interface VrrpState extends StateMatch {
  readonly watch: 'vrrp'
  readonly state: (typeof VRRP_STATES)[number]
}

export interface VrrpMember {
  readonly node: string
  readonly name: string
}

/** Exactly one MASTER, and it is `active`; all others BACKUP. */
export interface VrrpSettled extends NamedWait {
  readonly wait: 'vrrpSettled'
  readonly active: VrrpMember
  readonly backups: readonly VrrpMember[]
}

export const isVrrpSettled = (wait: NamedWait): wait is VrrpSettled => wait.wait === 'vrrpSettled'

/** An advertisement of this virtual router, as the backup's interface receives it. */
export interface VrrpAdvert extends PhaseEvent, Endpoint {
  readonly event: 'vrrpAdvert'
  readonly vrid: number
}

export const vrrpAdvert = (of: Omit<VrrpAdvert, 'event'>): VrrpAdvert => ({ event: 'vrrpAdvert', ...of })

/** The node sends an ICMP echo request to this address, as a virtual router's tracking script does. */
export interface EchoRequest extends PhaseEvent {
  readonly event: 'echoRequest'
  readonly address: string
}

export const echoRequest = (of: Omit<EchoRequest, 'event'>): EchoRequest => ({ event: 'echoRequest', ...of })

export interface WatchedRouter {
  readonly node: string
  readonly name: string
  /** Where it sends its advertisements; absent: the node's keepalived.conf is the user's own. */
  readonly advertises?: { readonly interface: string; readonly vrid: number }
}

export type VrrpWatch = { readonly virtualRouters: readonly WatchedRouter[] }

export const watchedRouters = (watch: WatchPlan): readonly WatchedRouter[] =>
  (watch.virtualRouters ?? []) as readonly WatchedRouter[]
