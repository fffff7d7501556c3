import { readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import { finished } from 'node:stream/promises'
import type Docker from 'dockerode'
import { fail } from '../../model/problem.ts'
import { wordsOf } from './words.ts'

const LAST_LINES = 5

/** As `docker kill`: nothing of it runs when it resolves, and nobody starts it again. One that does not run is left alone. */
export async function kill(docker: Docker, id: string): Promise<void> {
  const container = docker.getContainer(id)
  try {
    await container.kill()
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode !== NOT_RUNNING) throw error
  }
  await container.wait()
}

const NOT_RUNNING = 409

/** As `docker start`: its first process. Its network is empty. */
export async function start(docker: Docker, id: string): Promise<number> {
  const container = docker.getContainer(id)
  await container.start()
  const { State, Name } = await container.inspect()
  nameNamespace(Name.replace(/^\//, ''), State.Pid)
  return State.Pid
}

/** The name under which iproute2 and containerlab find a container's namespace: what it led to died with the container. */
export function nameNamespace(container: string, pid: number): void {
  const path = `/run/netns/${container}`
  const there = linkAt(path)
  if (there === null || there === `/proc/${String(pid)}/ns/net`) return
  rmSync(path)
  symlinkSync(`/proc/${String(pid)}/ns/net`, path)
}

/** null: it is none, or not there. */
function linkAt(path: string): string | null {
  try {
    return readlinkSync(path)
  } catch {
    return null
  }
}

/** Does in a container what its file's `exec` says, in order. @throws BackhoeError (70) with what was said, where one fails */
export async function configure(docker: Docker, id: string, node: string, commands: readonly string[]): Promise<void> {
  for (const command of commands) {
    const exec = await docker.getContainer(id).exec({ Cmd: wordsOf(command), AttachStdout: true, AttachStderr: true })
    const said: string[] = []
    const output = new PassThrough().on('data', (text) => said.push(String(text)))
    const stream = await exec.start({})
    docker.modem.demuxStream(stream, output, output)
    await finished(stream, { writable: false })
    const { ExitCode } = await exec.inspect()
    if (ExitCode === 0) continue
    const lines = said.join('').trimEnd().split('\n').slice(-LAST_LINES)
    fail(
      {
        code: 'exec-failed',
        what: [
          `${command}, in ${node}, ended with exit code ${String(ExitCode)}`,
          ...lines.map((line) => `  | ${line}`),
        ].join('\n'),
        next: `docker exec -it ${node} sh, to see what is there`,
      },
      70,
    )
  }
}
