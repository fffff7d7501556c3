import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FRR_FOLDER } from '../../../src/model/programs.ts'
import { nodeOf } from '../../../src/model/topology.ts'
import { nodeDaemons, nodeFiles } from '../../../src/render/daemons.ts'
import { areas } from './areas.ts'
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

/** A line that a daemon does not know is in its output; its exit status is 0 all the same. */
const saidOf = (daemon: string, text: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'backhoe-frr-'))
  // The daemon reads it as the user frr.
  chmodSync(folder, 0o755)
  try {
    writeFileSync(join(folder, 'it.conf'), text)
    const { stdout, stderr } = spawnSync(`${FRR_FOLDER}/${daemon}`, ['-C', '-f', join(folder, 'it.conf')])
    return `${String(stdout)}${String(stderr)}`
  } finally {
    rmSync(folder, { recursive: true })
  }
}

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
