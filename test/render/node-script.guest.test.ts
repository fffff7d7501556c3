import { expect, test } from 'vitest'
import type { Operation } from '../../src/model/operation.ts'
import type { Topology } from '../../src/model/topology.ts'
import { wiring } from '../../src/plan/wiring.ts'
import { nodeScript } from '../../src/render/node-script.ts'
import { dualHomedActiveBackup, dualHomedLag, gatewayPair } from '../../topologies/index.ts'
import { inside } from '../guest/inside.ts'
import type * as entry from './node-script.inside.ts'

const topologies: Readonly<Record<string, () => Topology>> = {
  'gateway-pair': () => gatewayPair().topology,
  'dual-homed-active-backup': () => dualHomedActiveBackup({ vlans: [10, 20], primary: 'leg2' }).topology,
  'dual-homed-lag': () => dualHomedLag({ hash: 'layer2' }).topology,
}

test.each(Object.entries(topologies))("%s: a container's script leaves its node as the agent does", async (_, make) => {
  const topology = make()
  const { build } = wiring(topology)
  const handedOver = build.filter((operation) => ['namespace', 'sysctl', 'veth'].includes(operation.op))
  const up = topology.cables
    .flatMap(({ a, b }) => [a, b])
    .map((end): Operation => ({ op: 'up', ns: end.node, name: end.interface }))
  const scripts = topology.nodes.map((node) => ({
    node: node.name,
    // The folder is bound in containers only, and daemons are no part of the state.
    text: nodeScript(topology, node)
      .replace('cd /backhoe\n', '')
      .replace(/^keepalived .*$/m, ''),
  }))
  using guest = await inside<typeof entry>(new URL('node-script.inside.ts', import.meta.url), {
    cables: topology.cables,
    build,
    handedOver: [...handedOver, ...up],
    scripts,
  })
  expect(guest.result.scripts).toEqual(guest.result.executor)
  expect(guest.result.executor.length).toBeGreaterThan(2 * topology.nodes.length)
})
