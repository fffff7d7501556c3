import { expect, test } from 'vitest'
import { nodeOf } from '../../../src/model/topology.ts'
import { nodeDaemons, nodeFiles } from '../../../src/render/daemons.ts'
import { saidOf } from '../frr/parser.ts'
import { ring } from './ring.ts'

const { topology } = ring({
  ecmp: 4,
  advertisementInterval: '5s',
  gracefulRestart: '60s',
  dampening: { halfLife: '1min', reuse: 800 },
  of: {
    'r1 r2': {
      localPreference: 200,
      preferences: { '65002:80': 80 },
      announce: 'own',
      prefixes: { in: ['10.0.3.0/24'], out: [] },
    },
    'r1 r4': { prepend: 2, communities: ['65001:80', '65001:81'] },
  },
})
const files = nodeFiles(nodeOf(topology, 'r1'))

test('a file for each daemon of FRR, and zebra first', async () => {
  const text = Object.entries(files).map(([path, lines]) => `# ${path}\n${lines}`)
  await expect(text.join('\n')).toMatchFileSnapshot('../../golden/render/frr-bgp.conf')
  expect(nodeDaemons(nodeOf(topology, 'r1')).map(({ name, user }) => `${name} ${String(user)}`)).toEqual([
    'zebra frr',
    'bgpd frr',
  ])
})

test("FRR's own parsers know every line", () => {
  expect(saidOf('bgpd', 'router bpg\n')).toContain('No such command on config line 1')
  for (const daemon of ['zebra', 'bgpd'])
    expect(saidOf(daemon, files[`frr/${daemon}.conf`] ?? 'none')).not.toMatch(
      /No such command|deprecated|Configuration/,
    )
})
