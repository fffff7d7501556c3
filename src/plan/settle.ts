import { SETTLES } from '../mechanisms/all/settle.ts'
import { CARRIER, type Settled } from '../mechanisms/contract/settle.ts'
import type { CarrierWait } from '../mechanisms/link/data-kinds.ts'
import { endpointText, interfaceOf, type Topology } from '../model/topology.ts'
import type { Wiring } from '../theory/wiring.ts'

/** What every mechanism of a topology must have reached, and the lab time after which it never will. */
export function settle(wiring: Wiring): readonly Settled[] {
  const above = SETTLES.reduceRight<readonly Settled[]>((later, { waits }) => {
    const aboveNs = Math.max(0, ...later.map(({ deadlineNs }) => deadlineNs))
    return [...waits(wiring, aboveNs), ...later]
  }, [])
  return [...carriers(wiring.topology), ...above]
}

function carriers(topology: Topology): readonly Settled[] {
  const nameless = (topology.containerlab?.nameless ?? []).map(endpointText)
  return topology.cables.flatMap(({ a, b }) => {
    const raisedNs = Math.max(...[a, b].map((end) => interfaceOf(topology, end).raisedWithinNs ?? 0))
    const ends = [a, b].filter((end) => !nameless.includes(endpointText(end)))
    return ends.map(({ node, interface: name }) => {
      const wait: CarrierWait = { wait: 'carrier', node, name }
      return { wait, deadlineNs: CARRIER + raisedNs }
    })
  })
}
