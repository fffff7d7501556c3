import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { summarySchema } from '../../src/report/schema.ts'
import { backhoe, ROOT } from '../cli/backhoe.ts'
import { Scratch } from './scratch.ts'

const LAB = ['run', 'gateway-pair', '--kernel', 'virtual', '--seed', '3']

test('a run says what it will do, does it, and leaves its folder', async () => {
  using scratch = new Scratch()
  const { code, stdout, stderr } = await backhoe([
    ...LAB,
    '--only',
    'LAN cable',
    // One trial alone covers no timer, and meets nothing.
    '--trials',
    '2',
    '--pcap',
    '--out',
    scratch.path,
  ])
  expect(code, stderr).toBe(0)
  // The plan is five lines.
  expect(
    stderr
      .split('\n')
      .slice(0, 6)
      .findIndex((line) => line === ''),
  ).toBe(5)
  expect(stderr).toContain('trial 3 of 3')
  expect(stdout).toContain('4 met, 0 missed, 0 unknown')

  const latest = join(scratch.path, 'latest')
  const files = [
    'journal.ndjson',
    'junit.xml',
    'log.ndjson',
    'meta.json',
    'nodes',
    'plan.json',
    'report.html',
    'summary.json',
    'trials',
  ]
  expect(readdirSync(latest).sort()).toEqual(files)
  expect(readdirSync(join(latest, 'nodes/r1'))).toEqual(expect.arrayContaining(['keepalived.conf', 'keepalived.log']))
  // A capture of each end of the seven cables; the pcap header alone is 24 bytes.
  const captures = readdirSync(join(latest, 'trials/0-0/pcap')).map(
    (name) => statSync(join(latest, 'trials/0-0/pcap', name)).size,
  )
  expect(captures).toHaveLength(14)
  expect(Math.min(...captures)).toBeGreaterThan(24)

  const summary = summarySchema.parse(JSON.parse(scratch.latest('summary.json')))
  expect(summary).toMatchObject({
    status: 'completed',
    virtualTime: true,
    hz: 100,
    seed: 3,
    identity: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  })
  expect(scratch.latest('nodes/r1/keepalived.conf')).toContain('vrrp_instance LAN')
})

test('--json prints the summary alone, beside reporters with places of their own', async () => {
  using scratch = new Scratch()
  const [line, step] = ['lines.txt', 'step.md'].map((name) => join(scratch.path, name))
  const one = [...LAB, '--only', 'uplink', '--trial', '0', '--json', '--out', scratch.path]
  const { code, stdout, stderr } = await backhoe([...one, '--reporter', `line=${line ?? ''}`, '--reporter', 'github'], {
    env: { GITHUB_STEP_SUMMARY: step, GITHUB_WORKSPACE: ROOT },
  })
  expect(code).toBe(2)
  expect(JSON.parse(stdout)).toEqual(JSON.parse(scratch.latest('summary.json')))
  const lines = readFileSync(line ?? '', 'utf8')
  expect(lines).toContain('gateway-pair: trial 1 of 1: r1 loses its uplink, trial 0: ')
  expect(lines).toMatch(/: completed: 0 met, 0 missed, 4 unknown: .*\n$/)
  expect(readFileSync(step ?? '', 'utf8')).toContain('## gateway-pair: 0 met, 0 missed, 4 unknown')
  // At the line of each target, the second experiment's.
  const lab = readFileSync(join(ROOT, 'labs/gateway-pair.lab.ts'), 'utf8').split('\n')
  const places = [
    ...stderr.matchAll(/^::warning file=labs\/gateway-pair\.lab\.ts,line=(\d+),col=(\d+),title=unknown%3A \w+ (\w+)/gm),
  ]
  const found = places.map(
    ([, row, column]) => /^\w+/.exec((lab[Number(row) - 1] ?? '').slice(Number(column) - 1))?.[0],
  )
  expect(found).toEqual(places.map(([, , , metric]) => metric))
  expect(found).toHaveLength(4)
  expect(Number(places[0]?.[1])).toBeGreaterThan(lab.findIndex((text) => text.includes('r1 loses its uplink')))
})

test('a missed target is exit code 1', async () => {
  using scratch = new Scratch()
  const { code, stdout } = await backhoe([
    'run',
    'silent-gateway',
    '--kernel',
    'virtual',
    '--seed',
    '3',
    '--trials',
    '1',
    '--out',
    scratch.path,
  ])
  expect(stdout).toContain('1 missed')
  expect(code).toBe(1)
})

test('a folder that cannot be written is said before a guest starts', async () => {
  using scratch = new Scratch()
  const { code, stdout, stderr } = await backhoe([...LAB, '--out', '/proc/runs'])
  expect({ code, stdout }).toEqual({ code: 64, stdout: '' })
  await expect(stderr).toMatchFileSnapshot('../golden/cli/output-not-writable.txt')
  expect(existsSync(scratch.path)).toBe(true)
})

test('a full disk is said before a guest starts', async () => {
  const under = [
    'unshare',
    '--user',
    '--map-root-user',
    '--mount',
    'sh',
    '-c',
    'mount -t tmpfs -o size=1m none /mnt && exec "$@"',
    'sh',
  ]
  const { code, stdout, stderr } = await backhoe([...LAB, '--out', '/mnt'], { under })
  expect({ code, stdout }).toEqual({ code: 70, stdout: '' })
  await expect(stderr).toMatchFileSnapshot('../golden/cli/disk-full.txt')
})
