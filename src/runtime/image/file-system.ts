import { execa } from 'execa'
import { existsSync, renameSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CommandFailed, runTied } from '../../kernel/build/contained.ts'
import { Workshop } from '../../kernel/build/workshop.ts'
import { where } from '../../kernel/commands.ts'
import { BackhoeError } from '../../model/problem.ts'
import { imagesFolder, type StoredImage } from './store.ts'

const NAME = 'node.ext2'
const BLOCK_BYTES = 4096

/**
 * An image's root file system as a file that guests mount instead of unpacking the tar, made on first use and kept beside it.
 * null where it cannot be made: no genext2fs, or no room; then they unpack.
 */
export async function fileSystemOf(stored: StoredImage, env: NodeJS.ProcessEnv = process.env): Promise<string | null> {
  const file = join(dirname(stored.path), NAME)
  if (existsSync(file)) return file
  if (where('genext2fs', env['PATH']) === null) return null
  try {
    using workshop = Workshop.open(imagesFolder(env), { what: 'the node image to mount', bytes: 2e8 })
    const made = join(workshop.folder, NAME)
    await makeFileSystem(stored.path, made)
    // One rename: another command sees all of it or nothing.
    renameSync(made, file)
    return file
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
