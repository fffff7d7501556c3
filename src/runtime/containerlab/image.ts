import type Docker from 'dockerode'
import { NODE_COMMAND } from '../../render/dockerfile.ts'

/** Imports a root file system as the image that the topology names; `changes` are lines of a Dockerfile. */
export async function importImage(
  docker: Docker,
  reference: string,
  tar: string,
  changes: readonly string[] = [`CMD ${NODE_COMMAND}`],
): Promise<void> {
  const [repo = reference, tag = 'latest'] = reference.split(':')
  const answer = await docker.importImage(tar, { repo, tag, changes })
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(answer, (error) => {
      if (error === null) resolve()
      else reject(error)
    })
  })
}
