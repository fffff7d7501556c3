import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ContainerlabPlan } from '../../model/plan.ts'
import { fail } from '../../model/problem.ts'

const LAST_LINES = 8

/** Writes the lab's files and deploys them, by a command line that ends in containerlab. @throws BackhoeError (70) in containerlab's own words */
export async function deploy(
  containerlab: readonly [string, ...string[]],
  plan: ContainerlabPlan,
  folder: string,
  env: NodeJS.ProcessEnv,
  say: (node: string, text: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  for (const [path, text] of Object.entries(plan.files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
    // What is empty is a log, of a daemon that need not be root's.
    if (text === '') chmodSync(join(folder, path), 0o666)
  }
  const argv = ['deploy', '--topo', plan.topologyFile, '--log-level', 'info']
  const [command, ...words] = containerlab
  const process = spawn(command, [...words, ...argv], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const stop = (): void => {
    process.kill('SIGKILL')
  }
  signal?.addEventListener('abort', stop)
  const lines: string[] = []
  for (const stream of [process.stdout, process.stderr]) {
    createInterface(stream).on('line', (line) => {
      lines.push(line)
      const node = /Creating container.*name=(\S+)/.exec(line)?.[1]
      if (node !== undefined) say(node, 'container created')
    })
  }
  const [code, killedBy] = (await once(process, 'close')) as [number | null, NodeJS.Signals | null]
  signal?.removeEventListener('abort', stop)
  if (code === 0) return
  const said = lines.slice(-LAST_LINES).map((line) => `\n  | ${line}`)
  fail(
    {
      code: 'deploy-failed',
      what: `containerlab deploy of ${plan.lab} ended with ${killedBy ?? `exit code ${String(code)}`}${reasonOf(lines)}${said.join('')}`,
      next: `containerlab deploy --topo ${join(folder, plan.topologyFile)}, to see all that it says`,
    },
    70,
  )
}

/** What containerlab writes below its heading `ERROR`, on one line: reports show the first line. */
function reasonOf(lines: readonly string[]): string {
  const heading = lines.findLastIndex((line) => line.trim() === 'ERROR')
  const words = heading < 0 ? [] : lines.slice(heading + 1).map((line) => line.trim())
  const reason = words.filter(Boolean).join(' ').replace(/\.$/, '')
  return reason === '' ? '' : `: ${reason}`
}
