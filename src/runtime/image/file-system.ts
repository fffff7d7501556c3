import { execa } from 'execa'
import { readdirSync, renameSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CommandFailed, runTied } from '../../build/contained.ts'
import { fileSha256 } from '../../build/digest.ts'
import { Workshop } from '../../build/workshop.ts'
import { where } from '../../kernel/commands.ts'
import { BackhoeError } from '../../model/problem.ts'
import { imagesFolder, type StoredImage } from './store.ts'

/** Named by its own digest: whoever needs that need not read a hundred megabytes. */
const NAME = /^node-([0-9a-f]{64})\.ext2$/
const BLOCK_BYTES = 4096

export interface FileSystem {
  readonly path: string
  readonly sha256: string
}

/**
 * An image's root file system as a file that guests mount instead of unpacking the tar, made on first use and kept beside it.
 * null where it cannot be made: no genext2fs, or no room; then they unpack.
 */
export async function fileSystemOf(
  stored: StoredImage,
  env: NodeJS.ProcessEnv = process.env,
): Promise<FileSystem | null> {
  const folder = dirname(stored.path)
  const there = readdirSync(folder).find((name) => NAME.test(name))
  if (there !== undefined) return { path: join(folder, there), sha256: NAME.exec(there)?.[1] ?? '' }
  if (where('genext2fs', env['PATH']) === null) return null
  try {
    using workshop = Workshop.open(imagesFolder(env), { what: 'the node image to mount', bytes: 2e8 })
    const made = join(workshop.folder, 'made')
    await makeFileSystem(stored.path, made)
    const sha256 = await fileSha256(made)
    const path = join(folder, `node-${sha256}.ext2`)
    // One rename: another command sees all of it or nothing.
    renameSync(made, path)
    return { path, sha256 }
  } catch (error) {
    if (error instanceof BackhoeError || error instanceof CommandFailed) return null
    throw error
  }
}

/** The same tar gives the same bytes. */
async function makeFileSystem(tar: string, file: string): Promise<void> {
  const { stdout } = await execa('tar', ['-tf', tar], { maxBuffer: 1e8 })
  const entries = stdout.split('\n').length
  // Each file's last block may be all but empty; a hundredth is for blocks that list blocks, and inodes come on top.
  const blocks = Math.ceil((statSync(tar).size / BLOCK_BYTES) * 1.02) + 2 * entries + 256
  await runTied({
    file: 'genext2fs',
    args: [
      ...['--block-size', String(BLOCK_BYTES), '--size-in-blocks', String(blocks)],
      ...['--number-of-inodes', String(entries + 64), '--faketime', '--tarball', tar, file],
    ],
    cwd: dirname(file),
  })
}
