import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compose } from '../../../src/compose/index.ts'
import { nodeOf } from '../../../src/model/topology.ts'
import { nodeDaemons, nodeFiles } from '../../../src/render/daemons.ts'
import { nodeOperations } from '../../../src/render/node-operations.ts'
import { saidOf } from '../frr/parser.ts'
import { pair } from './pair.ts'

const birdSays = (text: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'backhoe-bird-'))
  try {
    writeFileSync(join(folder, 'bird.conf'), text)
    const { stderr, status } = spawnSync('bird', ['-p', '-c', join(folder, 'bird.conf')])
    return `${String(stderr)}${String(status)}`
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test("a route that is tracked stands in BIRD's file, which BIRD's own parser accepts, and not among those that are always there", () => {
  const r1 = nodeOf(pair().topology, 'r1')
  const text = nodeFiles(r1)['bird/bird.conf'] ?? ''
  expect(text).toContain('  metric 0;\n  ipv4 {\n    export all;\n')
  expect(text).toContain('  ipv4;\n  route 10.2.0.0/24 via 10.0.1.2 bfd;\n')
  expect(birdSays(text)).toBe('0')
  expect(birdSays(text.replace('bfd;', 'bdf;'))).toContain('syntax error')
  expect(nodeOperations(r1).filter(({ op }) => op === 'route')).toHaveLength(1)
  expect(nodeDaemons(r1).map(({ name }) => name)).toEqual(['bird'])
})

test('whoever is tracked alone answers by BIRD, or by FRR where that runs', () => {
  const net = compose('answering')
  const [a, b, c] = [
    net.node('a', { role: 'router' }),
    net.node('b', { role: 'router' }),
    net.node('c', { role: 'router' }),
  ]
  net.link(a.port('b', { addresses: ['10.0.1.1/30'] }), b.port('a', { addresses: ['10.0.1.2/30'] }))
  net.link(a.port('c', { addresses: ['10.0.2.1/30'] }), c.port('a', { addresses: ['10.0.2.2/30'] }))
  a.bfd().route('10.8.0.0/24', '10.0.1.2', { bfd: true }).route('10.9.0.0/24', '10.0.2.2', { bfd: true })
  b.bfd({ neighbours: ['10.0.1.1'] })
  c.bfd({ neighbours: ['10.0.2.1'] }).ospf({ interfaces: { a: {} } })
  const topology = net.build()
  const [own, frr] = ['b', 'c'].map((name) => nodeFiles(nodeOf(topology, name))) as [
    Record<string, string>,
    Record<string, string>,
  ]
  expect(Object.keys(own)).toEqual(['bird/bird.conf'])
  expect(own['bird/bird.conf']).toContain('\n  neighbor 10.0.1.1;\n}\n')
  expect(birdSays(own['bird/bird.conf'] ?? '')).toBe('0')
  expect(frr['frr/bfdd.conf']).toContain(' peer 10.0.2.1\n  profile backhoe\n exit\nexit\n')
  expect(saidOf('bfdd', frr['frr/bfdd.conf'] ?? 'none')).not.toMatch(/No such command|Configuration/)
  expect(Object.keys(frr)).not.toContain('bird/bird.conf')
})
