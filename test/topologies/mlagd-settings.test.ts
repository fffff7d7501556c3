import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Scratch } from '../run/scratch.ts'

const AGENT = join(import.meta.dirname, '../../topologies/mlag/mlagd/mlagd.pl')

test('a word that mlagd does not know ends it, and it says which and where', () => {
  using scratch = new Scratch()
  const file = join(scratch.path, 'settings')
  writeFileSync(file, '# of sw1\nid 1\nkepalive 100 # a slip\n')
  const { status, stderr } = spawnSync('perl', [AGENT, file, join(scratch.path, 'state')], { encoding: 'utf8' })
  expect(status).not.toBe(0)
  expect(stderr).toBe(
    `${file}: line 3: no setting is called 'kepalive'; there are ` +
      'alone, control, dead, delay-restore, heartbeat, id, keepalive, leg, peer, split-brain\n',
  )
})
