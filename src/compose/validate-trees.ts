import { isOpenVSwitch, type Interface, type Topology } from '../model/topology.ts'
import type { Report } from './report.ts'

/** 4 bits of priority in a port id, where the kernel has 6 (IEEE 802.1D-2004 9.2.7). */
const PRIORITY_STEP = 4

/** What only one of the two kinds of bridges can do. */
export function treeProblems({ nodes }: Topology, report: Report): void {
  nodes.forEach(({ name, interfaces }, node) => {
    for (const one of interfaces) {
      const bridge = interfaces.find((other) => other.name === one.master)
      const wrong = isOpenVSwitch(one) ? ofBridge(one) : ofPort(one, bridge)
      for (const [what, allowed] of wrong)
        report({ node, what: one.name }, { code: 'not-this-bridge', what: `${name}:${one.name} has ${what}`, allowed })
    }
  })
}

type Wrong = readonly (readonly [what: string, allowed: string])[]

const ofBridge = ({ addresses }: Interface): Wrong =>
  addresses.length === 0 ? [] : [['addresses', 'none on an Open vSwitch bridge (rstp)']]

function ofPort({ stpPort }: Interface, bridge: Interface | undefined): Wrong {
  if (stpPort === undefined || bridge === undefined) return []
  const { edge, guard, priority } = stpPort
  if (!isOpenVSwitch(bridge)) return edge === true ? [['edge', 'rapid spanning tree only']] : []
  return [
    ...(guard === undefined ? [] : [[`guard '${guard}'`, 'none on an Open vSwitch bridge (rstp)'] as const]),
    ...(priority % PRIORITY_STEP === 0
      ? []
      : [
          [
            `priority ${String(priority)}`,
            'multiples of 4 on an Open vSwitch bridge (IEEE 802.1D-2004 9.2.7)',
          ] as const,
        ]),
  ]
}
