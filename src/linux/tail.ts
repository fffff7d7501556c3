import { closeSync, fstatSync, mkdirSync, openSync, readSync } from 'node:fs'
import { dirname } from 'node:path'
import { calls, check, checkNonBlocking } from './libc.ts'

const IN_NONBLOCK = 0o4000
const IN_MODIFY = 0x2

/** A file as a program writes it: the descriptor can be read when there is more (inotify(7)). It is made first where it is not there. */
export class Tail {
  readonly fd: number
  readonly #file: number
  #at = 0

  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true })
    this.#file = openSync(path, 'a+')
    this.fd = check('inotify_init1', IN_NONBLOCK)
    check('inotify_add_watch', this.fd, path, IN_MODIFY)
  }

  /** What has been appended since the last call; all of the file where it was truncated and written again. */
  *read(buffer: Buffer): Generator<Buffer> {
    while (checkNonBlocking('read', this.fd, buffer, buffer.length) !== null);
    if (fstatSync(this.#file).size < this.#at) this.#at = 0
    for (;;) {
      const length = readSync(this.#file, buffer, 0, buffer.length, this.#at)
      if (length === 0) return
      this.#at += length
      yield Buffer.from(buffer.subarray(0, length))
    }
  }

  close(): void {
    calls.close(this.fd)
    closeSync(this.#file)
  }
}
