import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { fileSystemOf } from '../../../src/runtime/image/file-system.ts'
import { imagesFolder, type StoredImage } from '../../../src/runtime/image/store.ts'

const folder = mkdtempSync(join(tmpdir(), 'backhoe-test-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})
const env = { ...process.env, XDG_CACHE_HOME: folder }

/** A root file system of a hundred small files, and one that is larger than all of them. */
function stored(name: string): StoredImage {
  const home = join(imagesFolder(env), name)
  mkdirSync(join(home, 'root/etc'), { recursive: true })
  for (let number = 0; number < 100; number++) writeFileSync(join(home, 'root/etc', String(number)), 'x')
  writeFileSync(join(home, 'root/large'), Buffer.alloc(3e6, 7))
  const [path, epoch] = [join(home, 'node.tar'), '--mtime=@0']
  execFileSync('tar', ['-C', join(home, 'root'), '--sort=name', epoch, '--owner=0', '--group=0', '-cf', path, '.'])
  return { path, image: {} as StoredImage['image'] }
}

test('a tar becomes a file system beside it, once, with the same bytes each time', async () => {
  const [one, other] = [await fileSystemOf(stored('one'), env), await fileSystemOf(stored('other'), env)]
  const bytes = readFileSync(one?.path ?? '')
  // Of an ext2 file system's second kilobyte.
  expect(bytes.readUInt16LE(1024 + 56)).toBe(0xef53)
  expect(other?.sha256).toBe(one?.sha256)
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(one?.sha256)
  expect(bytes.includes(Buffer.alloc(4096, 7))).toBe(true)
})
