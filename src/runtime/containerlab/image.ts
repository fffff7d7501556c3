import type Docker from 'dockerode'
import { NODE_IDLE } from '../../model/node-image.ts'

/** What the node image runs as PID 1. */
export const NODE_COMMAND = `CMD ${JSON.stringify(['sh', '-c', NODE_IDLE])}`

/** Imports a root file system as the image that the topology names; `changes` are lines of a Dockerfile. */
export async function importImage(
  docker: Docker,
  reference: string,
  tar: string,
  changes: readonly string[] = [NODE_COMMAND],
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
