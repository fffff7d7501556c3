import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { panelEnd, WIRE } from '../../model/operation.ts'
import type { Cable } from '../../model/topology.ts'
import type { Namespaces } from '../netns.ts'

/** Long enough for a VRRP, LACP or probe frame whole. */
const SNAP_BYTES = '256'

/** Captures of every cable at both of its ends: `CABLE-a.pcap` is what its first node sends and receives. Nanosecond stamps. */
export class Capture {
  readonly #processes: readonly ChildProcess[]

  private constructor(processes: readonly ChildProcess[]) {
    this.#processes = processes
  }

  /** `device`: what the kernel calls an end of the panel. */
  static start(
    namespaces: Namespaces,
    cables: readonly Cable[],
    dir: string,
    device: (end: string) => string,
  ): Capture {
    mkdirSync(dir, { recursive: true })
    const processes = cables.flatMap(({ name }, number) =>
      (['a', 'b'] as const).map((end) => {
        const file = join(dir, `${name}-${end}.pcap`)
        const options = [
          '-i',
          device(panelEnd(number, end).name),
          '-w',
          file,
          '-U',
          '-n',
          '-s',
          SNAP_BYTES,
          '--immediate-mode',
        ]
        const argv = [...options, '--time-stamp-precision=nano', '-Z', 'root']
        return namespaces.within(WIRE, () => spawn('tcpdump', argv, { stdio: 'ignore' }))
      }),
    )
    return new Capture(processes)
  }

  /** Ends the captures; the files are whole then. */
  async stop(): Promise<void> {
    const running = this.#processes.filter((process) => process.exitCode === null && process.signalCode === null)
    const ended = running.map((process) => once(process, 'exit'))
    for (const process of running) process.kill('SIGINT')
    await Promise.all(ended)
  }
}
