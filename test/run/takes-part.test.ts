import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { identityOf } from '../../src/kernel/identity.ts'
import { takesPart } from '../../src/run/takes-part.ts'
import { aKernel } from '../kernel/a-kernel.ts'

const folder = mkdtempSync(join(tmpdir(), 'takes-part-'))

afterAll(() => {
  rmSync(folder, { recursive: true })
})

// A stranger got other figures with --pcap, of one seed and under one identity: tcpdump's system calls take virtual time.
test('a run with captures has another identity than one without', async () => {
  const path = join(folder, 'linux')
  writeFileSync(path, 'a kernel')
  const kernel = aKernel(path)
  const identity = (pcap: boolean) => identityOf(kernel, folder, 512, takesPart(null, pcap))
  expect(await identity(false)).toBe(await identityOf(kernel, folder, 512))
  expect(await identity(true)).not.toBe(await identity(false))
})
