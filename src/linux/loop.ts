import { closeSync, openSync } from 'node:fs'
import { check } from './libc.ts'

const LOOP_CTL_GET_FREE = 0x4c82
const LOOP_CONFIGURE = 0x4c0a
/** struct loop_config: the file's descriptor first, then block size, loop_info64 and room. */
const CONFIG_BYTES = 304
const FLAGS_AT = 60
const LO_FLAGS_READ_ONLY = 1
const MS_RDONLY = 1

/** Mounts a file that holds an ext2 file system, read-only. False where this kernel has no loop devices. @throws LibcError */
export function mountFile(file: string, folder: string): boolean {
  const device = attach(file)
  if (device === null) return false
  check('mount', device, folder, 'ext4', MS_RDONLY, null)
  return true
}

function attach(file: string): string | null {
  const control = opened('/dev/loop-control')
  if (control === null) return null
  const device = `/dev/loop${String(check('ioctl', control, LOOP_CTL_GET_FREE, null))}`
  closeSync(control)
  const backing = openSync(file, 'r')
  const config = Buffer.alloc(CONFIG_BYTES)
  config.writeUInt32LE(backing)
  config.writeUInt32LE(LO_FLAGS_READ_ONLY, FLAGS_AT)
  const loop = openSync(device, 'r')
  check('ioctl', loop, LOOP_CONFIGURE, config)
  closeSync(loop)
  closeSync(backing)
  return device
}

/** null: the kernel has no such device. */
function opened(device: string): number | null {
  try {
    return openSync(device, 'r+')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENODEV' || code === 'ENXIO') return null
    throw error
  }
}
