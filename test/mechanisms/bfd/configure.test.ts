import { expect, test } from 'vitest'
import { nodeOf } from '../../../src/model/topology.ts'
import { nodeDaemons, nodeFiles } from '../../../src/render/daemons.ts'
import { ring } from '../bgp/ring.ts'
import { saidOf } from '../frr/parser.ts'
import { square } from '../ospf/square.ts'

const bgp = nodeFiles(nodeOf(ring({ bfd: { interval: '100ms', multiplier: 4 } }).topology, 'r1'))
const ospf = nodeFiles(nodeOf(square({ hello: '1s' }, {}).topology, 'r1'))

test("the profile is in bfdd's file, and FRR's own parsers know every line", () => {
  expect(bgp['frr/bfdd.conf']).toContain(' profile backhoe\n  detect-multiplier 4\n  receive-interval 100\n')
  expect(bgp['frr/bgpd.conf']).toContain(' neighbor 10.1.12.2 bfd profile backhoe\n')
  expect(ospf['frr/ospfd.conf']).toContain(' ip ospf bfd\n ip ospf bfd profile backhoe\n')
  expect(saidOf('bfdd', 'bdf\n')).toContain('No such command on config line 1')
  for (const [daemon, files] of [
    ['bfdd', bgp],
    ['bgpd', bgp],
    ['ospfd', ospf],
  ] as const)
    expect(saidOf(daemon, files[`frr/${daemon}.conf`] ?? 'none')).not.toMatch(/No such command|Configuration/)
})

test('bfdd starts with a socket of its own in each node', () => {
  const daemons = nodeDaemons(nodeOf(ring({ bfd: {} }).topology, 'r1'))
  expect(daemons.find(({ name }) => name === 'bfdd')?.argv.slice(-2)).toEqual(['--bfdctl', '{run}/bfdd.sock'])
})
