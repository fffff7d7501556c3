import { compose } from '../../src/compose/index.ts'
import type { Topology } from '../../src/model/topology.ts'
import {
  campus,
  dualHomedActiveBackup,
  dualHomedLag,
  dualUplink,
  gatewayPair,
  leafSpine,
  mlagPair,
  nPlusOne,
  redundantSwitches,
  routedCampus,
  separatedNetworks,
} from '../../topologies/index.ts'

export const topologies: Readonly<Record<string, () => Topology>> = {
  'gateway-pair': () => gatewayPair().topology,
  'dual-homed-active-backup': () => dualHomedActiveBackup({ vlans: [10, 20] }).topology,
  'dual-homed-lag': () => dualHomedLag().topology,
  'dual-uplink': () => dualUplink().topology,
  'leaf-spine': () => leafSpine().topology,
  'mlag-pair': () => mlagPair({ vlans: [10] }).topology,
  'n-plus-one': () => nPlusOne().topology,
  'redundant-switches': () => redundantSwitches({ vlans: [10, 20] }).topology,
  'redundant-switches-lag': () => redundantSwitches({ loopFree: 'lag', vlans: [10] }).topology,
  'routed-campus': () => routedCampus().topology,
  'separated-networks': () => separatedNetworks().topology,
  'campus of 40 nodes': () => campus({ access: 8, hosts: 22, servers: 3 }).topology,
  'campus of 200 nodes': () => campus({ access: 40, hosts: 145, servers: 8 }).topology,
}

/** Three nodes with names that no picture of ours has to like: markup, Arabic, 200 letters. */
export function strange(): { readonly topology: Topology; readonly names: readonly string[] } {
  const names = ['<script>alert(1)</script>&"\'', 'مفتاح الشبكة', 'ä'.repeat(200)]
  const net = compose('strange')
  const [a, b, c] = ['a', 'b', 'c'].map((name) => net.node(name, { role: 'switch' }))
  if (a === undefined || b === undefined || c === undefined) throw new Error('three nodes')
  net.link(a.port('p1'), b.port('p1'))
  net.link(b.port('p2'), c.port('p1'))
  const built = net.build()
  const named = (name: string): string => names['abc'.indexOf(name)] ?? name
  return {
    names,
    topology: {
      ...built,
      name: names.join(' '),
      nodes: built.nodes.map((node) => ({ ...node, name: named(node.name), risks: names })),
      cables: built.cables.map((cable) => ({
        ...cable,
        a: { ...cable.a, node: named(cable.a.node) },
        b: { ...cable.b, node: named(cable.b.node) },
        name: `${cable.name} ${names.join(' ')}`,
      })),
    },
  }
}
