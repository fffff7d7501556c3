import { spawn } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchGuest } from '../../src/kernel/launch.ts'
import { mediaMounts, processesIn, processesWith, until } from './leftovers.ts'
import { Workbench, journalOf, kernelOf } from './workbench.ts'

let bench: Workbench
beforeAll(() => {
  bench = new Workbench()
})
afterAll(() => {
  bench[Symbol.dispose]()
})

test('the same seed gives the same bytes, also beside two busy loops; another seed gives others', async () => {
  const kernel = kernelOf('virtual')
  const [first, again, beside, other] = [7, 7, 7, 8].map((rngSeed) => bench.request(kernel, 'beat', { rngSeed }))
  if (first === undefined || again === undefined || beside === undefined || other === undefined)
    throw new Error('four requests')

  for (const request of [first, again, other])
    expect(await launchGuest(request)).toMatchObject({ status: 'ended', problem: null })
  const loops = [0, 1].map(() => spawn('sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' }))
  try {
    expect((await launchGuest(beside)).status).toBe('ended')
  } finally {
    for (const loop of loops) loop.kill('SIGKILL')
  }

  const journal = journalOf(first)
  expect(journal.split('\n')).toHaveLength(31)
  expect(journalOf(again)).toBe(journal)
  expect(journalOf(beside)).toBe(journal)
  expect(journalOf(other)).not.toBe(journal)
})

test('virtual time runs ahead of the wall', async () => {
  const request = bench.request(kernelOf('virtual'), 'beat')
  const { wallMs } = await launchGuest(request)
  const [first, last] = [0, 29].map(
    (line) => (JSON.parse(journalOf(request).split('\n')[line] ?? '') as { date: number }).date,
  )
  // 29 beats of a second on the guest's clock; a guest in real time could not do it in less than that on ours.
  expect((last ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(29_000)
  expect(wallMs).toBeLessThan(29_000)
})

test('the journal is followed line by line while the guest writes it', async () => {
  const lines: string[] = []
  const request = bench.request(kernelOf('virtual'), 'beat', { onJournal: (fresh) => lines.push(...fresh) })
  await launchGuest(request)
  expect(`${lines.join('\n')}\n`).toBe(journalOf(request))
})

test('an agent that gives up is told from a kernel that does, with its last words', async () => {
  const end = await launchGuest(bench.request(kernelOf('virtual'), 'exit'))
  expect(end).toMatchObject({ status: 'panicked', problem: { code: 'agent-died' } })
  expect(end.lastLines).toContain('I have had enough')
})

test('a guest whose first process ends panics, and the launcher sees it at once', async () => {
  const request = bench.request(kernelOf('virtual'), 'beat')
  const agentDir = join(bench.folder, 'no-agent')
  const bare = { ...request, agentDir }
  const { mkdirSync } = await import('node:fs')
  mkdirSync(agentDir)
  writeFileSync(join(agentDir, 'init.sh'), '#!/bin/sh\necho so long\n')
  chmodSync(join(agentDir, 'init.sh'), 0o755)
  const end = await launchGuest(bare)
  expect(end).toMatchObject({ status: 'panicked', exitCode: 134, problem: { code: 'guest-panicked' } })
  expect(end.problem?.what).toContain('so long')
})

test('a guest that spins without a system call is ended by the watchdog', async () => {
  const end = await launchGuest(bench.request(kernelOf('virtual'), 'spin', { silentWallMs: 5000, rngSeed: 810_001 }))
  expect(end).toMatchObject({ status: 'silent', problem: { code: 'time-stands-still' } })
  // The watchdog looks at the wall's clock, 50 ms apart; the rest is killing.
  expect(end.wallMs).toBeGreaterThan(5000)
  expect(end.wallMs).toBeLessThan(30_000)
  expect(processesWith('rng-seed=810001')).toEqual([])
})

test('a guest out of memory says so', async () => {
  const end = await launchGuest(bench.request(kernelOf('virtual'), 'memory', { memoryMb: 96 }))
  expect(end).toMatchObject({ status: 'panicked', problem: { code: 'guest-out-of-memory' } })
})

test('a guest that talks a lot on its console is read to the end', async () => {
  const end = await launchGuest(bench.request(kernelOf('virtual'), 'print'))
  expect(end).toMatchObject({ status: 'ended', problem: null })
  expect(end.lastLines.at(-1)).toBe('line 4999')
})

test('an aborted guest is gone when the promise resolves, and is no problem', async () => {
  const controller = new AbortController()
  const request = bench.request(kernelOf('virtual'), 'forever', {
    rngSeed: 810_002,
    signal: controller.signal,
    onJournal: () => {
      for (const { mounts } of processesWith('rng-seed=810002')) namespaces.add(mounts)
      controller.abort()
    },
  })
  const namespaces = new Set<string>()
  const end = await launchGuest(request)
  expect(end).toMatchObject({ status: 'killed', problem: null })
  // Stubs are reaped by whoever inherits them, a moment later.
  expect(await until(() => processesIn(namespaces).length === 0, 5000)).toBe(true)
  expect(mediaMounts()).toEqual([])
})

test('a guest is not started for a request that was aborted before', async () => {
  const end = await launchGuest(bench.request(kernelOf('virtual'), 'forever', { signal: AbortSignal.abort() }))
  expect(end).toMatchObject({ status: 'killed', problem: null })
})

test('Debian’s kernel loads what labs need and runs in real time', async () => {
  const request = bench.request(kernelOf('uml'), 'exit')
  expect(await launchGuest(request)).toMatchObject({ status: 'panicked', problem: { code: 'agent-died' } })
})
