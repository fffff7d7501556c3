import Docker from 'dockerode'
import { fail } from '../../model/problem.ts'

/** A Docker daemon, to whom it is only handed on. */
export type DockerDaemon = Docker

/** The daemon that `DOCKER_HOST` names, else the machine's; nobody has asked whether it answers. It has this long to do so. */
export const machineDocker = (timeoutMs?: number): DockerDaemon =>
  new Docker(timeoutMs === undefined ? {} : { timeout: timeoutMs })

/**
 * The machine's Docker daemon, for `backhoe VERB`.
 * @throws BackhoeError (69) where none answers, or not to this user
 */
export async function reachDocker(verb: 'run' | 'repair'): Promise<DockerDaemon> {
  const instead = verb === 'run' ? ', or --kernel virtual, which needs no daemon' : ''
  const docker = machineDocker()
  try {
    await docker.ping()
    return docker
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EACCES')
      return fail(
        {
          code: 'docker-forbidden',
          what: 'this user may not use Docker’s socket',
          next: `sudo backhoe ${verb} …${instead}`,
        },
        69,
      )
    return fail(
      {
        code: 'no-docker',
        what: `no Docker daemon answers: ${message}`,
        next: `systemctl start docker${instead}`,
      },
      69,
    )
  }
}
