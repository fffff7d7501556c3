import type { ContainerImage } from '../../model/containers.ts'
import { findAdded } from './added.ts'
import { fileSystemOf } from './file-system.ts'
import { labelsOf } from './labels.ts'
import { findImage } from './store.ts'

export interface ImageSource {
  readonly image: ContainerImage
  /** Of its tar. */
  readonly sha256: string
  /** Of the file system that is mounted instead; null: none is. */
  readonly mountedSha256: string | null
}

/** What a guest gets an image from. @throws BackhoeError (69) `no-image` */
export async function sourceOf(reference: string, env: NodeJS.ProcessEnv = process.env): Promise<ImageSource> {
  const added = findAdded(reference, env)
  if (added !== null) {
    const { path, holds, tarSha256 } = added
    return { image: { tar: path, holds, labels: {}, mountable: null }, sha256: tarSha256, mountedSha256: null }
  }
  const stored = findImage(reference, env)
  const made = await fileSystemOf(stored, env)
  const { tarSha256, unpackedBytes } = stored.image
  const mountable = made === null ? null : { path: made.path, sha256: tarSha256, unpackedBytes }
  return {
    image: { tar: stored.path, holds: 'root', labels: labelsOf(stored.image), mountable },
    sha256: tarSha256,
    mountedSha256: made?.sha256 ?? null,
  }
}
