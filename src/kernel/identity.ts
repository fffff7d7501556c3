import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { where } from './commands.ts'
import type { Kernel } from './kernel.ts'
import { bootLine } from './kernel.ts'

/** Programs that a guest runs, and what they are loaded with. Another build of one of them is another luck. */
const PROGRAMS = ['keepalived', 'ovsdb-server', 'ovs-vswitchd', 'tcpdump', 'sh']
const LIBRARIES = ['/lib64/ld-linux-x86-64.so.2', '/lib/x86_64-linux-gnu/libc.so.6', '/lib/x86_64-linux-gnu/libm.so.6']

/** Of the running Node: a hundred megabytes, and a run asks twice. */
let nodeDigest: string | undefined

const digestOf = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex')

/** What else takes part, by name: files, or digests that are known already. */
type Made = Readonly<Record<string, { readonly file: string } | { readonly sha256: string }>>

/**
 * One sha256 over all that decides what a seed means: the kernel and how it boots, the agent, and the host's files that
 * the guest executes. Two runs with one identity, lab and seed give the same nanoseconds.
 */
export function identityOf(kernel: Kernel, agentDir: string, memoryMb: number, made: Made = {}): string {
  const hash = createHash('sha256')
  const note = (name: string, digest: string): void => void hash.update(`${name} ${digest}\n`)
  const add = (name: string, content: Buffer | string): void => {
    note(name, digestOf(content))
  }
  add('kernel', readFileSync(kernel.path))
  add('boot', kernel.flavour === 'host' ? '' : bootLine(kernel, 0, memoryMb).join(' '))
  // Root and everybody else see other files fail to open.
  add('user', process.getuid?.() === 0 ? 'root' : 'user')
  for (const name of readdirSync(agentDir).sort()) {
    const path = join(agentDir, name)
    if (statSync(path).isFile()) add(`agent/${name}`, readFileSync(path))
  }
  nodeDigest ??= digestOf(readFileSync(process.execPath))
  note('node', nodeDigest)
  for (const program of PROGRAMS) {
    const path = where(program)
    add(program, path === null ? '' : readFileSync(path))
  }
  for (const path of LIBRARIES) add(path, existsSync(path) ? readFileSync(path) : '')
  for (const [name, one] of Object.entries(made)) {
    if ('sha256' in one) note(name, one.sha256)
    else add(name, readFileSync(one.file))
  }
  return hash.digest('hex')
}
