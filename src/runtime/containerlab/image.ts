import type Docker from 'dockerode'
import { NODE_COMMAND } from '../../render/dockerfile.ts'

/** Imports a root file system as the image that the topology names; `changes` are lines of a Dockerfile. */
export async function importImage(
  docker: Docker,
  reference: string,
  tar: string,
  changes: readonly string[] = [`CMD ${NODE_COMMAND}`],
): Promise<void> {
  // A registry in front may have a port.
  const [, repo = reference, tag = 'latest'] = /^(.*?)(?::([^/]*))?$/.exec(reference) ?? []
  await followed(docker, await docker.importImage(tar, { repo, tag, changes }))
}

/** Resolves when Docker has done what it tells about. */
export async function followed(docker: Docker, answer: NodeJS.ReadableStream): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(answer, (error) => {
      if (error === null) resolve()
      else reject(error)
    })
  })
}
