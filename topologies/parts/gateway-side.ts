import { handles } from '../../src/compose/index.ts'
import type { CableHandle, CableSelector } from '../../src/model/handle.ts'
import type { VrrpState } from '../../src/mechanisms/vrrp/data-kinds.ts'

/** The cables of the router that is active (or standby) in one group when the fault strikes. */
export interface GatewaySide {
  /** Its cable to the LAN. */
  readonly lan: CableSelector
  /** Its uplink. */
  readonly wan: CableSelector
}

export interface RouterCables {
  readonly name: string
  readonly lan: CableHandle
  readonly wan: CableHandle
}

/** `instances` are the group's virtual routers on either side; `several`: there are other groups to tell it from. */
export function gatewaySide(
  of: string,
  routers: readonly RouterCables[],
  instances: { readonly lan: string; readonly wan: string },
  state: 'MASTER' | 'BACKUP',
  several: boolean,
): GatewaySide {
  const select = (cable: 'lan' | 'wan'): CableSelector => ({
    handle: 'selector',
    text: `${state === 'MASTER' ? 'active' : 'standby'} router's ${cable}${several ? ` (${instances[cable]})` : ''}`,
    candidates: routers.map((router) => ({
      when: { watch: 'vrrp', node: router.name, name: instances[cable], state } satisfies VrrpState,
      cable: router[cable],
    })),
  })
  return handles(`a side of ${of}`, { lan: select('lan'), wan: select('wan') })
}
