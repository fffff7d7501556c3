import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolders } from '../../src/journal/make-folders.ts'

test('makes what is missing, and is content with what is there', () => {
  const base = mkdtempSync(join(tmpdir(), 'folders-'))
  makeFolders(join(base, 'a/b/c'))
  makeFolders(join(base, 'a/b'))
  expect(existsSync(join(base, 'a/b/c'))).toBe(true)
  rmSync(base, { recursive: true })
})

/** Node 20's own `recursive` never comes back from here, and no signal gets through to it. */
test('refuses where the file system takes no folders', () => {
  expect(() => {
    makeFolders('/proc/none/of/these')
  }).toThrow(/ENOENT/)
})
