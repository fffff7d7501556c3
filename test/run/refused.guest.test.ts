import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { summarySchema } from '../../src/report/schema.ts'
import { where } from '../../src/kernel/commands.ts'
import { backhoe, ROOT, type Ended } from '../cli/backhoe.ts'
import { mediaMounts, processesWith } from '../kernel/leftovers.ts'
import { kernelOf } from '../kernel/workbench.ts'
import { Scratch } from './scratch.ts'

const CABLE = 'test/conformance/labs/cable.lab.ts'

let scratch: Scratch
let env: NodeJS.ProcessEnv
beforeAll(() => {
  scratch = new Scratch()
  copyFileSync(kernelOf('virtual').path, join(scratch.path, 'linux'))
  // A cache of its own: what is known of this machine's kernels must not be used, nor what is found here be kept.
  env = { XDG_CACHE_HOME: join(scratch.path, 'cache'), BACKHOE_KERNEL: join(scratch.path, 'linux') }
})
afterAll(() => {
  scratch[Symbol.dispose]()
})

/** A machine on which one file is another: as seen by the command and by its guests, and by nobody else. */
const withFile = (path: string, instead: string): readonly string[] => {
  const script = 'mount --bind "$1" "$2" && shift 2 && exec "$@"'
  return ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c', script, 'sh', instead, path]
}

/** Releases of kernels are the machine's. */
async function expectRefusal(name: string, { code, stdout, stderr }: Ended, exitCode: number): Promise<void> {
  expect({ code, stdout }, stderr).toEqual({ code: exitCode, stdout: '' })
  const text = stderr.replaceAll(/\b(virtual|uml) \d+\.\d+\.\d+\S*/g, '$1 RELEASE')
  await expect(text).toMatchFileSnapshot(`../golden/errors/run-${name}.txt`)
  expect(existsSync(join(scratch.path, 'runs'))).toBe(false)
  expect(processesWith(`${scratch.path}/`)).toEqual([])
  expect(mediaMounts()).toEqual([])
}

const run = (args: readonly string[], under: readonly string[] = []): Promise<Ended> =>
  backhoe(['run', ...args, '--out', join(scratch.path, 'runs'), '--seed', '1'], { env, under })

test('no experiment’s name holds the text', async () => {
  await expectRefusal('unknown-experiment', await run(['gateway-pair', '--only', 'r1 loses its LAN cabel']), 64)
})

test('what only labs of containers have is wanted of another, and what only the machine keeps of a guest', async () => {
  await expectRefusal('not-containers', await run(['gateway-pair', '--attach']), 64)
  const guest = ['--runtime', 'containerlab', '--kernel', 'virtual']
  await expectRefusal('not-the-machine', await run(['gateway-pair', '--keep', ...guest]), 64)
})

test('keepalived is not installed', async () => {
  const keepalived = where('keepalived') ?? ''
  await expectRefusal('missing-daemon', await run(['gateway-pair'], withFile(keepalived, '/dev/null')), 69)
})

test('tcpdump is not installed, and captures are wanted', async () => {
  const tcpdump = where('tcpdump') ?? ''
  const args = [CABLE, '--only', 'cable: cut', '--pcap']
  await expectRefusal('missing-tcpdump', await run(args, withFile(tcpdump, '/dev/null')), 69)
})

test('the kernel has no netem, and no experiment can do without', async () => {
  const modules = kernelOf('uml').modules ?? ''
  const dependencies = join(modules, 'modules.dep')
  const without = join(scratch.path, 'modules.dep')
  writeFileSync(without, readFileSync(dependencies, 'utf8').replace(/^.*\/sch_netem\.ko.*$/m, ''))
  const args = [CABLE, '--kernel', 'uml', '--only', 'idle: impaired']
  await expectRefusal('kernel-cannot', await run(args, withFile(dependencies, without)), 69)
})

test('the kernel has no NAT', async () => {
  await expectRefusal('kernel-without-nat', await run(['dual-uplink', '--kernel', 'uml']), 69)
})

test('the kernel has no netem, and the experiments that need none run', async () => {
  // What a run before has found out, but for netem.
  const first = join(scratch.path, 'first')
  await backhoe(['run', CABLE, '--kernel', 'virtual', '--only', 'idle: cut', '--trial', '0', '--out', first], { env })
  const folder = join(scratch.path, 'cache/backhoe/capabilities')
  for (const name of readdirSync(folder)) {
    const known = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>
    writeFileSync(join(folder, name), JSON.stringify({ ...known, netem: { ok: false, why: 'EOPNOTSUPP' } }))
  }
  const out = join(scratch.path, 'some')
  const { code, stdout, stderr } = await backhoe(
    ['run', CABLE, '--kernel', 'virtual', '--only', 'idle: ', '--trials', '1', '--seed', '1', '--out', out],
    { env },
  )
  expect(code).toBe(2)
  expect(stderr).toContain('warning[missing-netem]')
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('cannot do netem: EOPNOTSUPP')
  const summary = summarySchema.parse(JSON.parse(readFileSync(join(out, 'latest/summary.json'), 'utf8')))
  const verdicts = summary.experiments.map(({ name, targets }) => [name, targets[0]?.verdict])
  expect(verdicts).toContainEqual(['idle: cut', 'met'])
  expect(verdicts).toContainEqual(['idle: impaired', 'unknown'])
})

test.each(['/proc/sys', '/dev/full/runs'])('the folder %s takes no files', async (folder) => {
  const ended = await backhoe(['run', 'gateway-pair', '--seed', '1', '--out', folder], { env })
  await expectRefusal(`output-${basename(folder)}`, ended, 64)
})

test('a journal that is broken is not reported on, and nothing is written', async () => {
  const folder = join(scratch.path, 'broken')
  mkdirSync(folder)
  cpSync(join(ROOT, 'test/fixtures/recorded/composed'), folder, { recursive: true })
  const journal = join(folder, 'journal.ndjson')
  writeFileSync(journal, readFileSync(journal, 'utf8').slice(0, 20_000))
  const before = readdirSync(folder)
  const { code, stdout, stderr } = await backhoe(['report', folder])
  expect({ code, stdout }).toEqual({ code: 64, stdout: '' })
  await expect(stderr.replaceAll(scratch.path, '/folder')).toMatchFileSnapshot('../golden/errors/run-report-broken.txt')
  expect(readdirSync(folder)).toEqual(before)
})
