import { createReadStream } from 'node:fs'
import type Docker from 'dockerode'
import type { ContainerImage } from '../../model/containers.ts'
import { followed, importImage } from './image.ts'
import { preparedRoot } from './prepared.ts'

type Images = Readonly<Record<string, ContainerImage>>

/** Before dockerd starts: what is mounted is there from its first moment. */
export function prepareImages(dataRoot: string, images: Images): void {
  for (const [reference, { mountable, labels }] of Object.entries(images)) {
    if (mountable !== null) preparedRoot(dataRoot, reference, mountable, labels)
  }
}

/** Once it answers: the others are unpacked. */
export async function importImages(docker: Docker, images: Images): Promise<void> {
  for (const [reference, { tar, holds, labels, mountable }] of Object.entries(images)) {
    if (mountable !== null) continue
    if (holds === 'root') await importImage(docker, reference, tar, labels)
    else await followed(docker, await docker.loadImage(createReadStream(tar)))
  }
}
