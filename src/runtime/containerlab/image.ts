import type Docker from 'dockerode'

/** Imports a root file system as the image that the topology names. PID 1 is the image's own. */
export async function importImage(docker: Docker, reference: string, tar: string): Promise<void> {
  const [repo = reference, tag = 'latest'] = reference.split(':')
  const changes = ['CMD ["/bin/sh","-c","trap exit TERM; while :; do sleep 3600 & wait; done"]']
  const answer = await docker.importImage(tar, { repo, tag, changes })
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(answer, (error) => {
      if (error === null) resolve()
      else reject(error)
    })
  })
}
