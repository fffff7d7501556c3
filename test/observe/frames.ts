import { readFileSync } from 'node:fs'
import type { Ns } from '../../src/model/time.ts'

export interface Frame {
  readonly t: Ns
  readonly bytes: Buffer
}

/** What a little-endian nanosecond pcap of Ethernet frames holds, on the lab's clock. */
export function framesOf(path: string, epochSeconds: string): Frame[] {
  const file = readFileSync(path)
  const frames: Frame[] = []
  for (let at = 24; at < file.length;) {
    const length = file.readUInt32LE(at + 8)
    const t = (file.readUInt32LE(at) - Number(epochSeconds)) * 1e9 + file.readUInt32LE(at + 4)
    frames.push({ t, bytes: file.subarray(at + 16, at + 16 + length) })
    at += 16 + length
  }
  return frames
}
