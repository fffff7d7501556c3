import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { release } from 'node:os'
import { join } from 'node:path'
import { calls, lastErrno } from './libc.ts'

const SYS_FINIT_MODULE = 313
const MODULE_INIT_COMPRESSED_FILE = 4
const EEXIST = 17

/**
 * Loads the modules of a list, `path parameters` a line, in order; where there is no such list, none.
 * By finit_module(2): neither modprobe nor kmod need be installed.
 */
export function loadModules(list: string): void {
  if (!existsSync(list)) return
  for (const line of readFileSync(list, 'utf8').split('\n')) {
    const [path = '', parameters = ''] = line.split(' ')
    if (path !== '') load(path, parameters)
  }
}

function load(path: string, parameters: string): void {
  const fd = openSync(path, 'r')
  const flags = path.endsWith('.ko') ? 0 : MODULE_INIT_COMPRESSED_FILE
  const failed = calls.syscall(SYS_FINIT_MODULE, fd, parameters, flags) !== 0
  const errno = failed ? lastErrno() : 0
  closeSync(fd)
  // One that does not load is missing where it is needed, and says so there; the console keeps the reason.
  if (failed && errno !== EEXIST) process.stderr.write(`${path}: errno ${String(errno)}\n`)
}

/**
 * Of these modules, those that this kernel could load and has not. A request for a link, qdisc, filter or action of such a
 * kind loads its module, also from a user namespace (rtnl_newlink, qdisc_create: request_module). A probe must not send one.
 */
export function unloaded(names: readonly string[], folder = join('/lib/modules', release())): readonly string[] {
  const list = join(folder, 'modules.dep')
  if (!existsSync(list)) return []
  const loadable = new Set(
    readFileSync(list, 'utf8')
      .split('\n')
      .map((line) => /([^/:]+)\.ko[^/:]*:/.exec(line)?.[1]?.replaceAll('-', '_')),
  )
  return names.filter((name) => loadable.has(name) && !existsSync(`/sys/module/${name}`))
}
