import type { StateEvent } from '../measure/states.ts'
import type { Effect } from '../model/fault.ts'
import type { Ns } from '../model/time.ts'
import { observedWorld } from '../theory/observed.ts'
import type { Wiring } from '../theory/wiring.ts'
import type { World } from '../theory/world.ts'
import type { DiagnosedTrial } from './trial.ts'

/** Light is seen, whatever took it. */
const isOfLight = ({ effect }: Effect): boolean => effect === 'carrier-lost' || effect === 'carrier-flaps'

/** The network as it was seen. */
export class SeenNetwork {
  readonly #wiring: Wiring
  readonly #states: readonly StateEvent[]
  readonly #drift: readonly Effect[]
  readonly #fault: readonly Effect[]
  readonly #faultNs: readonly [Ns, Ns]

  constructor(wiring: Wiring, { experiment, events, span }: DiagnosedTrial) {
    this.#wiring = wiring
    this.#states = events.filter((event) => event.ev === 'state').toSorted((a, b) => a.t - b.t)
    this.#drift = (experiment.driftEffects ?? []).filter((one) => !isOfLight(one))
    this.#fault = (experiment.variants[span.variant]?.effect ?? []).filter((one) => !isOfLight(one))
    this.#faultNs = [span.injected?.[0] ?? Infinity, span.healed?.[1] ?? Infinity]
  }

  /** When something that decides over ways changed, after this instant. */
  changesAfter(sinceNs: Ns): readonly Ns[] {
    const instants = [...this.#states.map(({ t }) => t), ...this.#faultNs.filter(Number.isFinite)]
    return [...new Set(instants)].filter((ns) => ns > sinceNs).sort((a, b) => a - b)
  }

  at(ns: Ns): World {
    const now = new Map<string, StateEvent>()
    for (const event of this.#states) {
      if (event.t > ns) break
      const key = `${event.watch} ${event.node} ${event.name}`
      // The one that changed last at the end.
      now.delete(key)
      now.set(key, event)
    }
    const states = [...now.values()]
    const dark = states.flatMap(({ watch, node, name, to }): Effect[] => {
      const at = { node, interface: name }
      const isDark = watch === 'carrier' && to === 'down' && this.#wiring.interface(at)?.kind === 'port'
      return isDark ? [{ effect: 'carrier-lost', at }] : []
    })
    const isBroken = ns >= this.#faultNs[0] && ns < this.#faultNs[1]
    const effects = [...this.#drift, ...(isBroken ? this.#fault : []), ...dark]
    return observedWorld(
      this.#wiring,
      effects,
      states.map(({ watch, node, name, to }) => ({ watch, node, name, state: to })),
    )
  }
}
