import Docker from 'dockerode'
import { fail } from '../../model/problem.ts'

/** The machine's Docker daemon. @throws BackhoeError (69) where none answers, or not to this user */
export async function reachDocker(): Promise<Docker> {
  const docker = new Docker()
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
          next: 'sudo backhoe run …, or --kernel virtual, which needs no daemon',
        },
        69,
      )
    return fail(
      {
        code: 'no-docker',
        what: `no Docker daemon answers: ${message}`,
        next: 'systemctl start docker, or --kernel virtual, which needs no daemon',
      },
      69,
    )
  }
}
