import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { readJournal } from '../../src/journal/read.ts'
import { summarySchema } from '../../src/report/schema.ts'
import { backhoe } from '../cli/backhoe.ts'
import { needsContainerlab } from '../containerlab.ts'
import { processesWith } from '../kernel/leftovers.ts'
import { Scratch } from '../run/scratch.ts'

beforeEach((context) => {
  needsContainerlab(context)
})

const labs = join(import.meta.dirname, 'labs')
const FLAGS = ['--runtime', 'containerlab', '--kernel', 'virtual', '--seed', '5', '--trial', '0']

test('half a lab in a guest: unknown, in containerlab’s own words, and nothing of it stays', async () => {
  using scratch = new Scratch()
  const file = readFileSync(join(labs, 'pair.clab.yml'), 'utf8').replace(
    '    b:\n',
    '    b:\n      cmd: /no/such/program\n',
  )
  writeFileSync(join(scratch.path, 'pair.clab.yml'), file)
  writeFileSync(join(scratch.path, 'half.lab.ts'), readFileSync(join(labs, 'pair.lab.ts'), 'utf8'))
  const lab = join(scratch.path, 'half.lab.ts')
  const { code, stderr } = await backhoe(['run', lab, ...FLAGS, '--only', 'silent', '--out', scratch.path])
  expect(code).toBe(2)
  expect(stderr).toMatch(/failed: containerlab deploy of pair ended with exit code 1: .*no\/such\/program/)
  const [experiment] = summarySchema.parse(JSON.parse(scratch.latest('summary.json'))).experiments
  expect(experiment?.targets.map(({ verdict }) => verdict)).toEqual(['unknown'])
  expect(experiment?.trials.map(({ doubts }) => doubts.map(({ text }) => text))).toEqual([
    [expect.stringMatching(/^deploy-failed: containerlab deploy of pair ended with exit code 1: .*no\/such\/program/)],
  ])
  const error = readJournal(scratch.latest('journal.ndjson'), 'journal').find(({ ev }) => ev === 'error')
  expect(error).toMatchObject({
    code: 'deploy-failed',
    what: expect.stringMatching(/\n {2}\| .*no\/such\/program/) as string,
  })
  expect(processesWith(scratch.path)).toEqual([])
})

// 15 s. The scratch folder lies below /tmp, of which a guest has one of its own: without the file node b has no address.
// An empty group and a flag as a text are as netlab writes them: the real containerlab takes what we make of them.
test('what a topology file binds from below /tmp is there in a guest', async () => {
  using scratch = new Scratch()
  const file = readFileSync(join(labs, 'pair.clab.yml'), 'utf8').replace(
    / {4}b:\n[^]*?ip addr add 10.0.0.2\/24 dev eth1\n/,
    '    b:\n      kind: linux\n      group:\n      env: {DEBUG: no}\n      binds:\n        - files/address.sh:/address.sh:ro\n        - files:/all\n      exec:\n        - sh /address.sh\n',
  )
  mkdirSync(join(scratch.path, 'files'))
  writeFileSync(join(scratch.path, 'files/address.sh'), 'test -s /all/address.sh && ip addr add 10.0.0.2/24 dev eth1\n')
  writeFileSync(join(scratch.path, 'pair.clab.yml'), file)
  const lab = join(scratch.path, 'pair.lab.ts')
  writeFileSync(lab, readFileSync(join(labs, 'pair.lab.ts'), 'utf8'))
  const { code, stderr } = await backhoe(['run', lab, ...FLAGS, '--only', 'silent', '--out', scratch.path])
  expect(code, stderr).toBe(1)
  const [experiment] = summarySchema.parse(JSON.parse(scratch.latest('summary.json'))).experiments
  expect(experiment?.targets.map(({ verdict }) => verdict)).toEqual(['missed'])
})

test('what no guest could see is refused before one starts', async () => {
  using scratch = new Scratch()
  const file = readFileSync(join(labs, 'pair.clab.yml'), 'utf8')
  writeFileSync(
    join(scratch.path, 'pair.clab.yml'),
    file.replace('    b:\n', '    b:\n      binds: [/media/stick:/x]\n'),
  )
  const lab = join(scratch.path, 'pair.lab.ts')
  writeFileSync(lab, readFileSync(join(labs, 'pair.lab.ts'), 'utf8'))
  const { code, stderr } = await backhoe(['run', lab, ...FLAGS, '--out', scratch.path])
  expect(code).toBe(69)
  await expect(stderr).toMatchFileSnapshot('../golden/errors/containerlab-path-not-in-guest.txt')
})

test('a Docker daemon that does not start in a guest: unknown, and its last words', async () => {
  using scratch = new Scratch()
  // A guest has a /tmp of its own, and sees a daemon that lies in this one all the same.
  const bin = join(scratch.path, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'dockerd'), '#!/bin/sh\necho no room for a daemon\nexit 4\n', { mode: 0o755 })
  const env = { PATH: `${bin}:${process.env['PATH'] ?? ''}` }
  const run = ['run', join(labs, 'pair.lab.ts'), ...FLAGS, '--only', 'silent', '--out', scratch.path]
  const { code } = await backhoe(run, { env })
  expect(code).toBe(2)
  const error = readJournal(scratch.latest('journal.ndjson'), 'journal').find(({ ev }) => ev === 'error')
  await expect(`${error?.ev === 'error' ? `${error.code}: ${error.what}` : ''}\n`).toMatchFileSnapshot(
    '../golden/errors/containerlab-dockerd-failed.txt',
  )
  expect(processesWith(scratch.path)).toEqual([])
})

test('a black box of a lab that we deploy is killed and started, and carries again', async () => {
  using scratch = new Scratch()
  const { code, stderr } = await backhoe(['run', join(labs, 'box.lab.ts'), ...FLAGS, '--out', scratch.path])
  expect([0, 2], stderr).toContain(code)
  const [trial] = summarySchema.parse(JSON.parse(scratch.latest('summary.json'))).experiments[0]?.trials ?? []
  expect(trial).toMatchObject({ doubts: [], fault: { proof: { live: true, removed: true } } })
  expect(trial?.fault.proof.evidence).toContain('box runs no process')
  // Whoever has no other way waits for it, and it had to be told all again.
  expect(trial?.flows.map(({ outages }) => outages.map(({ endNs }) => endNs === null))).toEqual([[false], [false]])
})

// 20 s. Docker makes the management interface anew at each start, with another index, and the node its own dummy device, with
// another hardware address: neither is a trace of the fault.
test('a node on the management network is killed and started, and was what it is', async () => {
  using scratch = new Scratch()
  const { code, stderr } = await backhoe(['run', join(labs, 'managed.lab.ts'), ...FLAGS, '--out', scratch.path])
  expect([0, 2], stderr).toContain(code)
  const [trial] = summarySchema.parse(JSON.parse(scratch.latest('summary.json'))).experiments[0]?.trials ?? []
  expect(trial).toMatchObject({ doubts: [], fault: { proof: { live: true, removed: true } } })
})
