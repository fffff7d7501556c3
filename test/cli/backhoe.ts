import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Started {
  readonly pid: number
  /** Resolves once stderr holds the text; rejects where the command ends before. */
  said(text: string): Promise<void>
  readonly ended: Promise<Ended>
}

export interface StartOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** Another clone than this one. */
  readonly root?: string
  /** A command that starts ours: `taskset -c 0`. */
  readonly under?: readonly string[]
}

/** The built command, as a user starts it: needs `npm run build`. */
export function start(args: readonly string[], options: StartOptions = {}): Started {
  const root = options.root ?? ROOT
  const env = { ...process.env, CI: '1', NO_COLOR: '1', ...options.env }
  const [file = '', ...argv] = [...(options.under ?? []), process.execPath, join(root, 'bin/backhoe.js'), ...args]
  const child = spawn(file, argv, { cwd: options.cwd ?? root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const { pid } = child
  if (pid === undefined) throw new Error('the command did not start')
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk))
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => {
      resolve({ code, stdout, stderr })
    })
  })
  const said = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (stderr.includes(text)) resolve()
      }
      child.stderr.on('data', look)
      child.once('close', () => {
        reject(new Error(`it ended before it said “${text}”:\n${stderr}`))
      })
      look()
    })
  return { pid, said, ended }
}

export const backhoe = (args: readonly string[], options?: StartOptions): Promise<Ended> => start(args, options).ended
