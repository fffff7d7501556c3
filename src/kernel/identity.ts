import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { GUEST_PATH, PROGRAMS } from '../mechanisms/all/needs.ts'
import { fileSha256 } from '../build/digest.ts'
import { where } from './commands.ts'
import type { Kernel } from './kernel.ts'
import { bootLine } from './kernel.ts'
import { moduleList } from './modules.ts'

/** What every guest starts with, and the daemons that come with ovs-vswitchd and zebra. With another build of one of them a seed gives other instants. */
const ALSO = ['sh', 'ovsdb-server', 'ospfd', 'ospf6d', 'bgpd', 'bfdd']
const LIBRARIES = [
  '/lib64/ld-linux-x86-64.so.2',
  '/lib/x86_64-linux-gnu/libc.so.6',
  '/lib/x86_64-linux-gnu/libm.so.6',
  '/usr/lib/x86_64-linux-gnu/frr/libfrr.so.0',
]

/** What else takes part, by name: files, or digests that are known already. */
export type Made = Readonly<Record<string, { readonly file: string } | { readonly sha256: string }>>

/**
 * One sha256 over all that decides what a seed means: the kernel, its modules and how it boots, the agent, and the host's
 * files that the guest executes. Two runs with one identity, lab and seed give the same nanoseconds.
 */
export async function identityOf(kernel: Kernel, agentDir: string, memoryMb: number, made: Made = {}): Promise<string> {
  const hash = createHash('sha256')
  const note = (name: string, digest: string): void => void hash.update(`${name} ${digest}\n`)
  const add = (name: string, content: Buffer | string): void => {
    note(name, createHash('sha256').update(content).digest('hex'))
  }
  add('kernel', readFileSync(kernel.path))
  add('boot', kernel.flavour === 'host' ? '' : bootLine(kernel, 0, memoryMb).join(' '))
  // Root and everybody else see other files fail to open.
  add('user', process.getuid?.() === 0 ? 'root' : 'user')
  for (const line of kernel.modules === null ? [] : moduleList(kernel.modules).split('\n')) {
    const [path = ''] = line.split(' ')
    add(`module ${line}`, readFileSync(path))
  }
  for (const name of readdirSync(agentDir).sort()) {
    const path = join(agentDir, name)
    if (statSync(path).isFile()) add(`agent/${name}`, readFileSync(path))
  }
  note('node', await installed(process.execPath))
  for (const program of [...PROGRAMS.map(({ name }) => name), ...ALSO])
    note(program, await installed(where(program, GUEST_PATH)))
  for (const path of LIBRARIES) note(path, await installed(path))
  for (const [name, one] of Object.entries(made)) note(name, 'sha256' in one ? one.sha256 : await installed(one.file))
  return hash.digest('hex')
}

/** Hundreds of megabytes, and a run asks twice. */
const digests = new Map<string, Promise<string>>()

/** The digest of what this machine has at that place when it is first asked for; empty where it has nothing. */
async function installed(path: string | null): Promise<string> {
  if (path === null || !existsSync(path)) return ''
  const digest = digests.get(path) ?? fileSha256(path)
  digests.set(path, digest)
  return await digest
}
