import { SETTLES } from '../mechanisms/all/settle.ts'
import type { Broken, Reversion } from '../mechanisms/contract/settle.ts'
import type { StateMatch } from '../model/handle.ts'
import type { Ns } from '../model/time.ts'
import type { Topology } from '../model/topology.ts'
import { wiringOf } from '../theory/wired.ts'

/** The longest that a mechanism of this topology may take until it uses what was healed after `holdNs` again; null: none has to. */
export function slowestReversion(topology: Topology, broken: Broken, holdNs: Ns): Reversion | null {
  const wiring = wiringOf(topology)
  const all = SETTLES.flatMap(({ reversions }) => reversions?.(wiring, broken, holdNs) ?? [])
  return all.toSorted((a, b) => b.ns - a.ns)[0] ?? null
}

/** Whether what moved comes back by itself once all is whole again; its state is what theory names as detection. */
export const reverts = (topology: Topology, moved: StateMatch): boolean =>
  SETTLES.every((one) => one.reverts?.(topology, moved) ?? true)
