import { expect, test } from 'vitest'
import { nodeOf } from '../../../src/model/topology.ts'
import { nodeDaemons, nodeFiles } from '../../../src/render/daemons.ts'
import { areas } from './areas.ts'
import { saidOf } from '../frr/parser.ts'
import { square } from './square.ts'

const { topology } = square({
  hello: '1s',
  dead: '4s',
  area: '0.0.0.1',
  authentication: 'secret',
  spf: { delay: '10ms', hold: '100ms', maxHold: '1s' },
})
const files = nodeFiles(nodeOf(topology, 'r1'))

test('a file for each daemon of FRR, and zebra first', async () => {
  const text = Object.entries(files).map(([path, lines]) => `# ${path}\n${lines}`)
  await expect(text.join('\n')).toMatchFileSnapshot('../../golden/render/frr.conf')
  expect(nodeDaemons(nodeOf(topology, 'r1')).map(({ name, user }) => `${name} ${String(user)}`)).toEqual([
    'zebra frr',
    'ospfd frr',
  ])
})

test("FRR's own parsers know every line", () => {
  expect(saidOf('ospfd', 'router opsf\n')).toContain('No such command on config line 1')
  for (const daemon of ['zebra', 'ospfd'])
    expect(saidOf(daemon, files[`frr/${daemon}.conf`] ?? 'none')).not.toMatch(
      /No such command|deprecated|Configuration/,
    )
  // Areas, a broadcast network and its priorities.
  for (const node of areas().nodes.filter(({ role }) => role === 'router'))
    expect(saidOf('ospfd', nodeFiles(node)['frr/ospfd.conf'] ?? 'none')).not.toMatch(/No such command|Configuration/)
})
