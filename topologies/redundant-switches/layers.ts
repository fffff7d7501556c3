import type { InterfaceOptions, InterfaceRef, NodeBuilder } from '../../src/compose/index.ts'
import type { CableHandle } from '../../src/model/handle.ts'
import type { Vlan } from '../../src/model/vlans.ts'

/** Access and distribution switches and what joins them: one way of keeping frames from going round. */
export interface Layers<Own extends object = object, OwnOfAccess extends object = object> {
  readonly distribution: readonly NodeBuilder[]
  readonly access: readonly Access[]
  /** A socket for a server, called by its name; `position` 1 or 2. */
  atDistribution(position: number, name: string): Socket
  /** A socket for a host, called by its name, at access switch 1, 2, ... */
  atAccess(position: number, name: string): Socket
  /** Once everything is plugged in; the handles of the site that only this way has. */
  finish(servers: readonly CableHandle[]): Own
  /** The same of an access switch. */
  ownOf(access: Access): OwnOfAccess
}

/** Where a cable is plugged in, and the risks that the cable takes over from there. */
export interface Socket {
  readonly port: InterfaceRef
  readonly risks: readonly string[]
}

export interface Access {
  readonly node: NodeBuilder
  readonly uplink1: CableHandle
  readonly uplink2: CableHandle
}

/** Of trunks; without VLANs they carry untagged frames. */
export const trunkOf = (vlans: readonly Vlan[]): Pick<InterfaceOptions, 'vlans'> =>
  vlans.length > 0 ? { vlans: { tagged: vlans } } : {}
