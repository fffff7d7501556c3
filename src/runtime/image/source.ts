import type { ContainerImage } from '../../model/containers.ts'
import { findAdded } from './added.ts'
import { fileSystemOf } from './file-system.ts'
import { findImage } from './store.ts'

export interface ImageSource {
  readonly image: ContainerImage
  /** Of its tar. */
  readonly sha256: string
}

/** What a guest gets an image from. @throws BackhoeError (69) `no-image` */
export async function sourceOf(reference: string, env: NodeJS.ProcessEnv = process.env): Promise<ImageSource> {
  const added = findAdded(reference, env)
  if (added !== null) {
    const { path, holds, tarSha256 } = added
    return { image: { tar: path, holds, mountable: null }, sha256: tarSha256 }
  }
  const stored = findImage(reference, env)
  const file = await fileSystemOf(stored, env)
  const { tarSha256, unpackedBytes } = stored.image
  const mountable = file === null ? null : { path: file, sha256: tarSha256, unpackedBytes }
  return { image: { tar: stored.path, holds: 'root', mountable }, sha256: tarSha256 }
}
