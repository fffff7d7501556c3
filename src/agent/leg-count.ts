import type { Endpoint } from '../model/topology.ts'
import type { Ns } from '../model/time.ts'
import type { Clock } from '../linux/clock.ts'
import { packetsOf } from '../inject/counters.ts'
import type { RunningLab } from './lab.ts'

/** What an end of a leg has sent and received. */
export interface LegUse {
  readonly end: Endpoint
  readonly packets: number
  readonly forNs: Ns
  /** Probes were among them, and not only the few frames that protocols send. */
  readonly probed: boolean
}

/** Counts the packets of legs from now on. */
export class LegCount {
  readonly #lab: RunningLab
  readonly #clock: Clock
  readonly #sinceNs: Ns
  readonly #before: readonly { readonly endpoint: Endpoint; readonly packets: number }[]

  constructor(lab: RunningLab, endpoints: readonly Endpoint[], clock: Clock) {
    this.#lab = lab
    this.#clock = clock
    this.#sinceNs = clock.now()
    this.#before = endpoints.map((endpoint) => ({ endpoint, packets: packetsOf(lab.namespaces, endpoint) }))
  }

  uses(): readonly LegUse[] {
    const forNs = this.#clock.now() - this.#sinceNs
    const probes = this.#lab.leastProbes(forNs)
    return this.#before.map(({ endpoint, packets: before }) => {
      const packets = packetsOf(this.#lab.namespaces, endpoint) - before
      return { end: endpoint, packets, forNs, probed: packets >= probes / 2 }
    })
  }
}
