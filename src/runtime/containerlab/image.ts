import type Docker from 'dockerode'
import { NODE_COMMAND } from '../../render/dockerfile.ts'

/** Imports a root file system as the image that the topology names. */
export async function importImage(
  docker: Docker,
  reference: string,
  tar: string,
  labels: Readonly<Record<string, string>>,
): Promise<void> {
  // A registry in front may have a port.
  const [, repo = reference, tag = 'latest'] = /^(.*?)(?::([^/]*))?$/.exec(reference) ?? []
  // Lines of a Dockerfile.
  const changes = [`CMD ${NODE_COMMAND}`, ...Object.entries(labels).map(([key, value]) => `LABEL ${key}=${value}`)]
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
