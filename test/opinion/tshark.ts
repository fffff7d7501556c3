import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A frame as it was captured. */
export interface Frame {
  /** In which of the files. */
  readonly file: number
  /** Stamp of the capture: whole seconds of the guest's clock, and nanoseconds. */
  readonly seconds: number
  readonly nanoseconds: number
  /** As asked for; empty where the frame has none. */
  readonly fields: readonly string[]
}

/**
 * The frames of several captures in order of time, dissected by tshark.
 * `fields`: names of Wireshark's fields, `filter`: its display filter; `''` takes every frame.
 * @throws Error with what mergecap and tshark wrote, where one of them fails: a capture that was cut short, for one
 */
export async function* frames(
  files: readonly string[],
  fields: readonly string[],
  filter: string,
): AsyncGenerator<Frame> {
  if (files.length === 0) return
  // -I none keeps an interface for each file, so that a frame's interface says which file it comes from.
  const merge = 'mergecap -F pcapng -I none -w - "${@:3}"'
  const dissect = 'tshark -n -r - -o ip.check_checksum:TRUE -Y "$1" -T fields -E occurrence=f $(printf -- "-e %s " $2)'
  const script = `set -o pipefail; ${merge} | ${dissect}`
  const named = ['frame.interface_id', 'frame.time_epoch', ...fields].join(' ')
  const child = spawn('bash', ['-c', script, 'bash', filter, named, ...files], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'close') as Promise<[code: number | null]>
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  for await (const line of createInterface({ input: child.stdout })) {
    const [file = '', stamp = '', ...values] = line.split('\t')
    const [seconds = '', nanoseconds = ''] = stamp.split('.')
    yield { file: Number(file), seconds: Number(seconds), nanoseconds: Number(nanoseconds), fields: values }
  }
  const [code] = await ended
  if (code !== 0) throw new Error(`mergecap or tshark failed on ${String(files.length)} captures: ${complaint}`)
}
