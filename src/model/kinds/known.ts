import type { NamedWait } from '../operation.ts'
import type { PhaseEvent } from '../phase.ts'
import { fail } from '../problem.ts'
import type { ArpProbe, BondActiveState, BondActiveWait, BondWatch, MiiMonitor } from './bond.ts'
import { LACP_PORT_STATES, type LacpCollected, type Lacpdu, type LacpPortState } from './lacp.ts'
import { CARRIER_STATES, type CarrierState, type CarrierWait } from './link.ts'
import type { Datagram } from './mlag.ts'
import { TREE_PORT_STATES, type Bpdu, type TreePortState, type TreePortWait, type TreeWatch } from './stp.ts'
import {
  VRRP_STATES,
  type EchoRequest,
  type VrrpAdvert,
  type VrrpSettled,
  type VrrpState,
  type VrrpWatch,
} from './vrrp.ts'

/**
 * Every kind that some mechanism owns. Plans and journals hold the open shapes; a table or a switch over these unions has to
 * have a case for each, and the compiler says which one lacks.
 */
export type KnownState = VrrpState | BondActiveState | LacpPortState | TreePortState | CarrierState
export type KnownWait = CarrierWait | BondActiveWait | LacpCollected | TreePortWait | VrrpSettled
export type KnownEvent = VrrpAdvert | Lacpdu | Bpdu | ArpProbe | EchoRequest | Datagram | MiiMonitor
export type KnownWatchPlan = BondWatch & VrrpWatch & TreeWatch

type Watch = KnownState['watch']

/** By kind of state the values that it has; null: any, such as the names of a bond's members. */
const VALUES: {
  readonly [Kind in Watch]: string extends StateOf<Kind> ? null : readonly StateOf<Kind>[]
} = {
  vrrp: VRRP_STATES,
  bondActive: null,
  lacpPort: LACP_PORT_STATES,
  stpPort: TREE_PORT_STATES,
  carrier: CARRIER_STATES,
}

type StateOf<Kind extends Watch> = Extract<KnownState, { readonly watch: Kind }>['state']

export const WATCHES = Object.keys(VALUES) as [Watch, ...Watch[]]

export const isWatch = (kind: string): kind is Watch => Object.hasOwn(VALUES, kind)

/** Null: a state of this kind may have any value. */
export const valuesOf = (watch: Watch): readonly string[] | null => VALUES[watch]

const WAITS: Readonly<Record<KnownWait['wait'], true>> = {
  carrier: true,
  bondActive: true,
  lacpCollected: true,
  stpPort: true,
  vrrpSettled: true,
}

const EVENTS: Readonly<Record<KnownEvent['event'], true>> = {
  vrrpAdvert: true,
  lacpdu: true,
  bpdu: true,
  arpProbe: true,
  echoRequest: true,
  datagram: true,
  miiMonitor: true,
}

/** @throws BackhoeError (70) where no mechanism owns its kind */
export const knownWait = (wait: NamedWait): KnownWait =>
  Object.hasOwn(WAITS, wait.wait) ? (wait as KnownWait) : unowned('wait', wait.wait, WAITS)

/** @throws BackhoeError (70) where no mechanism owns its kind */
export const knownEvent = (event: PhaseEvent): KnownEvent =>
  Object.hasOwn(EVENTS, event.event) ? (event as KnownEvent) : unowned('timer event', event.event, EVENTS)

function unowned(what: string, kind: string, kinds: object): never {
  return fail(
    { code: 'unknown-kind', what: `no mechanism owns the ${what} '${kind}'`, allowed: Object.keys(kinds).join(', ') },
    70,
  )
}
