import { WIRE, panelEnd } from '../model/operation.ts'
import type { Namespaces } from '../linux/netns.ts'
import { adminState } from '../linux/netlink/link.ts'
import { interfacesOf } from './interfaces.ts'
import type { Request } from '../linux/netlink/socket.ts'

export type PanelSide = 'a' | 'b'

interface EndState {
  /** No fault keeps it dark. */
  lit: boolean
  /** IFF_UP of the node's own interface at this end. */
  outerUp: boolean
  /** IFF_UP of the middle end as the kernel has it; null: not known yet. */
  middleUp: boolean | null
}

const other = (end: PanelSide): PanelSide => (end === 'a' ? 'b' : 'a')

/**
 * Every cable's middle. A middle end is up when it is lit *and* the node at the other end has its port up:
 * a node that shuts its port darkens its neighbour, as with a real cable. It follows the outer end's IFF_UP;
 * following a middle's carrier would deadlock once both are dark.
 */
export class Panel {
  readonly #namespaces: Namespaces
  readonly #states: readonly Readonly<Record<PanelSide, EndState>>[]

  /** One state for each cable. */
  constructor(namespaces: Namespaces, cables: { readonly length: number }) {
    this.#namespaces = namespaces
    const fresh = (): EndState => ({ lit: true, outerUp: true, middleUp: null })
    this.#states = Array.from({ length: cables.length }, () => ({ a: fresh(), b: fresh() }))
  }

  /** Light on one end: the node there has carrier, or none. */
  light(cable: number, end: PanelSide, on: boolean): void {
    this.#send(this.turn(cable, end, on))
  }

  /** The request that `light` would send, for a batch that makes several changes at once. */
  turn(cable: number, end: PanelSide, on: boolean): readonly Request[] {
    this.#state(cable, end).lit = on
    return this.#follow(cable, end)
  }

  /** The node at this end has its own port up or down: the other end's middle follows. */
  outer(cable: number, end: PanelSide, up: boolean): void {
    this.#state(cable, end).outerUp = up
    this.#send(this.#follow(cable, other(end)))
  }

  /** Nothing where the middle end is as it should be. */
  #follow(cable: number, end: PanelSide): readonly Request[] {
    const { name } = panelEnd(cable, end)
    const index = interfacesOf(this.#namespaces).known(WIRE, name)
    // Without a middle the two ports are each other's peers, and need nobody.
    if (index === undefined) return []
    const state = this.#state(cable, end)
    const wanted = state.lit && this.#state(cable, other(end)).outerUp
    if (state.middleUp === wanted) return []
    state.middleUp = wanted
    return [{ message: adminState(index, wanted), text: `light ${wanted ? 'on' : 'off'} ${WIRE}:${name}` }]
  }

  #send(requests: readonly Request[]): void {
    if (requests.length > 0) this.#namespaces.netlink(WIRE).execute(requests)
  }

  #state(cable: number, end: PanelSide): EndState {
    const state = this.#states[cable]
    if (state === undefined) throw new Error(`no cable ${String(cable)} in the panel`)
    return state[end]
  }
}
