import { execFileSync } from 'node:child_process'
import { chownSync, cpSync, mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { GuestEnd, GuestRequest } from '../../src/kernel/guest.ts'
import type { Kernel } from '../../src/kernel/kernel.ts'
import { Workbench, journalOf, kernelOf } from './workbench.ts'

const NOBODY = [
  '--reuid=65534',
  '--regid=65534',
  '--clear-groups',
  '--no-new-privs',
  '--inh-caps=-all',
  '--bounding-set=-all',
]

let bench: Workbench
let kernel: Kernel
beforeAll(async () => {
  bench = new Workbench()
  await bench.bundle()
  kernel = bench.publicKernel(kernelOf('virtual'))
})
afterAll(() => {
  bench[Symbol.dispose]()
})

/** As an ordinary user without a single capability; where the tests run as one already, as that. */
function asNobody(request: GuestRequest): GuestEnd {
  const who = process.getuid?.() === 0 ? ['setpriv', ...NOBODY] : []
  const [file, ...args] = [...who, process.execPath, bench.launchOnce, JSON.stringify(request)]
  return JSON.parse(execFileSync(file, args, { encoding: 'utf8', cwd: '/' })) as GuestEnd
}

test('an ordinary user runs a guest, twice the same', () => {
  const [first, again] = [bench.request(kernel, 'beat'), bench.request(kernel, 'beat')]
  expect(asNobody(first)).toMatchObject({ status: 'ended', problem: null })
  asNobody(again)
  expect(journalOf(first).split('\n')).toHaveLength(31)
  expect(journalOf(again)).toBe(journalOf(first))
})

test('an ordinary user runs Debian’s kernel', () => {
  expect(asNobody(bench.request(kernelOf('uml'), 'exit'))).toMatchObject({
    status: 'panicked',
    problem: { code: 'agent-died' },
  })
})

test('a full disk is named, with the folder', () => {
  const request = bench.request(kernel, 'disk')
  const small = join(bench.folder, 'small')
  mkdirSync(small)
  // A disk of 256 KB that only this command sees.
  const script = 'mount -t tmpfs -o size=256k none "$1" && cp "$2/job.json" "$1" && shift 2 && exec "$@"'
  const within = ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c', script, 'sh', small, request.outDir]
  const [file, ...args] = [...within, process.execPath, bench.launchOnce, JSON.stringify({ ...request, outDir: small })]
  const end = JSON.parse(execFileSync(file, args, { encoding: 'utf8', cwd: '/' })) as GuestEnd
  expect(end).toMatchObject({ status: 'panicked', problem: { code: 'no-space' } })
  expect(end.problem?.what).toContain(small)
})

test('a clone on a disk below /media is seen all the same', () => {
  const request = bench.request(kernel, 'beat')
  const script = 'mount -t tmpfs none /media && cp -r "$1" "$2" "$3" /media/ && shift 3 && exec "$@"'
  const folders = [request.agentDir, request.outDir, kernel.path]
  const [agentDir = '', outDir = '', path = ''] = folders.map((folder) => join('/media', basename(folder)))
  const moved = { ...request, agentDir, outDir, kernel: { ...kernel, path } }
  const args = [
    '--user',
    '--map-root-user',
    '--mount',
    'sh',
    '-c',
    script,
    'sh',
    ...folders,
    process.execPath,
    bench.launchOnce,
  ]
  const end = JSON.parse(
    execFileSync('unshare', [...args, JSON.stringify(moved)], { encoding: 'utf8', cwd: '/' }),
  ) as GuestEnd
  expect(end).toMatchObject({ status: 'ended', problem: null })
})

test('root without rights on another’s folder is told whom to be', ({ skip }) => {
  skip(process.getuid?.() !== 0, 'only root can give a folder away')
  const request = bench.request(kernel, 'beat')
  const home = join(bench.folder, 'home')
  mkdirSync(home, { mode: 0o700 })
  cpSync(bench.agentDir, join(home, 'agent'), { recursive: true })
  chownSync(home, 65534, 65534)
  const args = [bench.launchOnce, JSON.stringify({ ...request, agentDir: join(home, 'agent') })]
  const end = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as GuestEnd
  // In a guest's namespaces, root is root over its own files only.
  expect(end).toMatchObject({ status: 'refused', problem: { code: 'mount-refused' } })
})
