import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderClab } from '../../src/render/clab.ts'
import { dualHomedActiveBackup } from '../../topologies/index.ts'
import { backhoe } from './backhoe.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'backhoe-generate-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

test('writes what the renderer makes of the lab, under the name of the lab, and says so', async () => {
  const { topology } = dualHomedActiveBackup({ miimon: '100ms', primary: 'leg1' })
  const { yaml, files } = renderClab({ ...topology, name: 'flapping-uplink' })
  const all = { 'flapping-uplink.clab.yml': yaml, ...files }
  const { code, stdout, stderr } = await backhoe(['generate', 'flapping-uplink', '-o', folder])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout.trim().split('\n')).toEqual(Object.keys(all).map((path) => join(folder, path)))
  expect(readdirSync(folder).sort()).toEqual(['flapping-uplink', 'flapping-uplink.clab.yml'])
  for (const [path, text] of Object.entries(all)) expect(readFileSync(join(folder, path), 'utf8')).toBe(text)
})

test('a folder that is none: 64, and the path', async () => {
  const file = join(folder, 'taken')
  writeFileSync(file, '')
  const { code, stdout, stderr } = await backhoe(['generate', 'gateway-pair', '-o', join(file, 'below')])
  expect({ code, stdout }).toEqual({ code: 64, stdout: '' })
  expect(stderr).toContain('error[not-writable]')
  expect(stderr).toContain('--out')
})
