import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { preparedRoot } from '../../../src/runtime/containerlab/prepared.ts'

const folder = mkdtempSync(join(tmpdir(), 'backhoe-test-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

test('a prepared data root names the layer everywhere as Docker would, and unpacks nothing', () => {
  const layer = '0123456789abcdef'.repeat(4)
  preparedRoot(folder, 'backhoe-node:1', { sha256: layer, unpackedBytes: 7, path: '/etc' }, { 'backhoe.inputs': 'f00' })
  const read = (path: string): string => readFileSync(join(folder, path), 'utf8')
  const { Repositories } = JSON.parse(read('image/overlay2/repositories.json')) as {
    Repositories: Record<string, Record<string, string>>
  }
  const id = Repositories['backhoe-node']?.['backhoe-node:1']?.replace('sha256:', '') ?? ''
  expect(JSON.parse(read(`image/overlay2/imagedb/content/sha256/${id}`))).toMatchObject({
    config: { Cmd: ['sh', '-c', expect.stringContaining('trap exit TERM')], Labels: { 'backhoe.inputs': 'f00' } },
    rootfs: { type: 'layers', diff_ids: [`sha256:${layer}`] },
  })
  expect(read(`image/overlay2/layerdb/sha256/${layer}/diff`)).toBe(`sha256:${layer}`)
  const cache = read(`image/overlay2/layerdb/sha256/${layer}/cache-id`)
  // What a container's mount names is the file system itself.
  expect(readdirSync(join(folder, 'overlay2/l', read(`overlay2/${cache}/link`)))).toEqual(readdirSync('/etc'))
})
