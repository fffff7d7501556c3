import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { calls, lastErrno } from './libc.ts'

/** Written by the launcher for kernels that are not whole in themselves: `path parameters` a line, in order. */
const LIST = '/media/modules'

const SYS_FINIT_MODULE = 313
const MODULE_INIT_COMPRESSED_FILE = 4
const EEXIST = 17

/** Loads what the kernel keeps in modules. By finit_module(2): neither modprobe nor kmod need be installed. */
export function loadModules(): void {
  if (!existsSync(LIST)) return
  for (const line of readFileSync(LIST, 'utf8').split('\n')) {
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
