import type { NamedWait } from '../operation.ts'
import type { PhaseEvent } from '../phase.ts'
import { fail } from '../problem.ts'
import type { ArpProbe, BondActiveWait, MiiMonitor } from './bond.ts'
import type { LacpCollected, Lacpdu } from './lacp.ts'
import type { CarrierWait } from './link.ts'
import type { Datagram } from './mlag.ts'
import type { RouteWait } from './route.ts'
import type { Bpdu, TreePortWait } from './stp.ts'
import type { EchoRequest, VrrpAdvert, VrrpSettled } from './vrrp.ts'

/**
 * Every kind that some mechanism owns. Plans and journals hold the open shapes; a table or a switch over these unions has to
 * have a case for each, and the compiler says which one lacks.
 */
export type KnownWait = CarrierWait | BondActiveWait | LacpCollected | TreePortWait | VrrpSettled | RouteWait
export type KnownEvent = VrrpAdvert | Lacpdu | Bpdu | ArpProbe | EchoRequest | Datagram | MiiMonitor

const WAITS: Readonly<Record<KnownWait['wait'], true>> = {
  carrier: true,
  bondActive: true,
  lacpCollected: true,
  stpPort: true,
  vrrpSettled: true,
  route: true,
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
