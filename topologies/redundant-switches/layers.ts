import type { InterfaceRef, NodeBuilder } from '../../src/model/compose/index.ts'
import type { CableHandle } from '../../src/model/handle.ts'

/** Access and distribution switches and what joins them: one way of keeping frames from going round. */
export interface Layers {
  readonly distribution: readonly NodeBuilder[]
  readonly access: readonly Access[]
  /** A port for a server, called by its name; `position` 1 or 2. */
  distributionPort(position: number, name: string): InterfaceRef
  /** A port for a host, called by its name, at access switch 1, 2, ... */
  accessPort(position: number, name: string): InterfaceRef
  /** Once everything is plugged in. */
  finish(): void
}

export interface Access {
  readonly node: NodeBuilder
  readonly uplink1: CableHandle
  readonly uplink2: CableHandle
}
