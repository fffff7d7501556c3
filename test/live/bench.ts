import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT, type Ended } from '../cli/backhoe.ts'

/** `backhoe up` with somebody at its prompt. */
export interface Upped extends Disposable {
  readonly pid: number
  /** One line. */
  type(line: string): void
  /** Resolves once standard output, or what was wrong, holds the text; rejects where the command ends before. */
  said(text: string): Promise<void>
  readonly ended: Promise<Ended>
}

export function up(args: readonly string[], env: NodeJS.ProcessEnv): Upped {
  const child = spawn(process.execPath, [join(ROOT, 'bin/backhoe.js'), 'up', ...args], {
    cwd: ROOT,
    env: { ...process.env, CI: '1', NO_COLOR: '1', ...env },
    stdio: 'pipe',
  })
  const out = { stdout: '', stderr: '' }
  const looks = new Set<() => void>()
  for (const to of ['stdout', 'stderr'] as const)
    child[to].setEncoding('utf8').on('data', (chunk: string) => {
      out[to] += chunk
      for (const look of looks) look()
    })
  child.stdin.on('error', () => undefined)
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => {
      resolve({ code, ...out })
    })
  })
  return {
    pid: child.pid ?? 0,
    type: (line) => void child.stdin.write(`${line}\n`),
    said: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (out.stdout.includes(text) || out.stderr.includes(text)) resolve()
        }
        looks.add(look)
        void ended.then(() => {
          reject(new Error(`it ended before it said “${text}”:\n${out.stdout}\n${out.stderr}`))
        })
        look()
      }),
    ended,
    [Symbol.dispose]: () => {
      child.kill('SIGKILL')
    },
  }
}
