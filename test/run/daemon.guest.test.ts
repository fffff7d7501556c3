import { expect, test } from 'vitest'
import { backhoe } from '../cli/backhoe.ts'
import { Scratch } from './scratch.ts'

test('a daemon that dies ends its trial with its last words, and nothing is concluded', async () => {
  using scratch = new Scratch()
  const lab = 'test/fixtures/labs/daemon-dies.lab.ts'
  const { code, stdout } = await backhoe(['run', lab, '--kernel', 'virtual', '--seed', '1', '--out', scratch.path])
  expect(code).toBe(2)
  expect(stdout).toContain('0 met, 0 missed, 1 unknown')
  const died = 'daemon-died: keepalived on r1 ended before the trial did: SIGKILL'
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(died)

  const events = scratch
    .latest('journal.ndjson')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  const [log, error, end] = events.slice(-3)
  expect(log).toMatchObject({ ev: 'log', node: 'r1', text: 'keepalived ended: SIGKILL' })
  expect(error).toMatchObject({ ev: 'error', what: expect.stringContaining('removing VIPs') as string })
  expect(end).toMatchObject({ ev: 'end', status: 'failed' })
})
