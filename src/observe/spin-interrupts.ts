import { Worker } from 'node:worker_threads'
import { SHARED } from '../model/job.ts'

/**
 * How often the kernel's safety net has interrupted a program that spun without a system call. It tells nobody, but
 * what it costs shows: time jumps by a tick.
 */
export class SpinInterrupts {
  readonly #counted = new Int32Array(new SharedArrayBuffer(4))
  readonly #ready: Promise<void>

  constructor() {
    const worker = new Worker(`${SHARED.in}/spin-interrupts.cjs`, { workerData: this.#counted })
    this.#ready = new Promise<void>((resolve, reject) => {
      worker.once('online', () => {
        worker.unref()
        resolve()
      })
      worker.once('error', reject)
    })
  }

  /** Counted so far, once it counts at all. */
  async count(): Promise<number> {
    await this.#ready
    return Atomics.load(this.#counted, 0)
  }
}
