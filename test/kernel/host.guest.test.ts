import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderProblems } from '../../src/cli/output.ts'
import type { GuestEnd, GuestRequest } from '../../src/kernel/guest.ts'
import { launchGuest } from '../../src/kernel/launch.ts'
import { agentFolder } from '../../src/kernel/place.ts'
import { CAPABILITIES } from '../../src/mechanisms/all/needs.ts'
import { mediaMounts } from './leftovers.ts'
import { Workbench, journalOf, kernelOf } from './workbench.ts'

const NOBODY = [
  '--reuid=65534',
  '--regid=65534',
  '--clear-groups',
  '--no-new-privs',
  '--inh-caps=-all',
  '--bounding-set=-all',
]
const isRoot = process.getuid?.() === 0

let bench: Workbench
beforeAll(async () => {
  bench = new Workbench()
  await bench.bundle()
})
afterAll(() => {
  bench[Symbol.dispose]()
})

/** As an ordinary user without a single capability; where the tests run as one already, as that. */
function asNobody(request: GuestRequest): GuestEnd {
  const who = isRoot ? ['setpriv', ...NOBODY] : []
  const [file, ...args] = [...who, process.execPath, bench.launchOnce, JSON.stringify(request)]
  return JSON.parse(execFileSync(file, args, { encoding: 'utf8', cwd: '/' })) as GuestEnd
}

const KINDS = ['user', 'pid', 'mnt', 'net'] as const

/** Which of the machine's own namespaces the agent was in. */
function shared(request: GuestRequest): string[] {
  const lines = journalOf(request).trimEnd().split('\n')
  const seen = lines.map((line) => JSON.parse(line) as { kind?: string; is?: string })
  return KINDS.filter((kind) =>
    seen.some((one) => one.kind === kind && one.is === readlinkSync(`/proc/self/ns/${kind}`)),
  )
}

test('whoever is not root is told before anything starts', async () => {
  const { status, problem } = asNobody(bench.request(kernelOf('host'), 'where', { isolation: 'machine' }))
  expect(status).toBe('refused')
  const text = renderProblems(problem === null ? [] : [problem], { color: false, cwd: '/' })
  await expect(`${text}exit 69\n`).toMatchFileSnapshot('../golden/errors/kernel-needs-root.txt')
})

test('HZ is what the machine’s kernel was built with', () => {
  expect([100, 250, 300, 1000]).toContain(kernelOf('host').hz)
})

test('a lab on the machine’s kernel shares no namespace with the machine, and needs no rights', () => {
  const request = bench.request(kernelOf('host'), 'where')
  expect(asNobody(request)).toMatchObject({ status: 'ended', problem: null })
  expect(shared(request)).toEqual([])
  expect(mediaMounts()).toEqual([])
})

test('an agent for the machine’s containers has only its mounts for itself', async ({ skip }) => {
  skip(!isRoot, 'only root may work on the machine’s containers')
  const request = bench.request(kernelOf('host'), 'where', { isolation: 'machine' })
  expect(await launchGuest(request)).toMatchObject({ status: 'ended', problem: null })
  expect(shared(request)).toEqual(['user', 'pid', 'net'])
  expect(mediaMounts()).toEqual([])
})

test.for(['lab', 'machine'] as const)(
  'the agent says what the machine’s kernel can do: %s',
  async (isolation, { skip }) => {
    skip(isolation === 'machine' && !isRoot, 'only root may work on the machine’s containers')
    const request = { ...bench.request(kernelOf('host'), 'capabilities', { isolation }), agentDir: agentFolder() }
    const before = machine()
    expect(await launchGuest(request)).toMatchObject({ status: 'ended', problem: null })
    const [first] = journalOf(request).split('\n')
    const { ev, capabilities } = JSON.parse(first ?? '') as {
      ev: string
      capabilities: Record<string, { ok: boolean }>
    }
    expect(ev).toBe('capabilities')
    expect(Object.keys(capabilities)).toEqual([...CAPABILITIES])
    expect(capabilities['veth']).toEqual({ ok: true, why: 'a veth pair' })
    expect(machine()).toEqual(before)
  },
)

/** What a lab must leave as it is: settings, interfaces, modules. */
const machine = (): string[] =>
  [
    '/proc/sys/kernel/panic',
    '/proc/sys/net/ipv4/ip_forward',
    '/proc/self/net/dev_mcast',
    '/proc/modules',
    '/proc/mounts',
  ].map((path) => (path === '/proc/modules' ? modules() : readFileSync(path, 'utf8')))

/** Names alone: their use counts are everybody's. */
function modules(): string {
  try {
    return readFileSync('/proc/modules', 'utf8').replaceAll(/^(\S+).*$/gm, '$1')
  } catch {
    return 'none'
  }
}

test('an agent that gives up is told, with its last words', async () => {
  const end = await launchGuest(bench.request(kernelOf('host'), 'exit'))
  expect(end).toMatchObject({ status: 'panicked', exitCode: 3, problem: { code: 'agent-died' } })
  expect(end.lastLines).toContain('I have had enough')
})

test('an agent that spins is ended by the watchdog', async () => {
  const end = await launchGuest(bench.request(kernelOf('host'), 'spin', { silentWallMs: 2000 }))
  expect(end).toMatchObject({ status: 'silent', problem: { code: 'guest-silent' } })
})
