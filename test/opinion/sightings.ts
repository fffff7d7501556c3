import type { Ns, Socket } from './files.ts'
import { probeOf } from './probe.ts'
import type { CapturedEnd, Trial } from './trial.ts'
import { frames } from './tshark.ts'

/** A stream of the plan, and how the journal names it. */
export interface Stream {
  readonly flow: string
  readonly direction: string
  readonly stream: number
  readonly overdueNs: Ns
  readonly from: Socket
  readonly to: Socket
}

/** Streams by their number in the packets: they are counted through all flows of the plan. */
export function streamsOf({ plan }: Trial): readonly Stream[] {
  return plan.flows.flatMap(({ name, overdueNs, streams }) => {
    const counts = new Map<string, number>()
    return streams.map(({ direction, from, to }) => {
      const stream = counts.get(direction) ?? 0
      counts.set(direction, stream + 1)
      return { flow: name, direction, stream, overdueNs, from, to }
    })
  })
}

export const receiversOf = ({ to }: Stream): readonly string[] => [to.node, ...(to.replicas ?? [])]

/** A probe, whole, at an end of a cable of the node that sent it or of one that it was sent to. */
export interface Sighting {
  readonly stream: number
  readonly sequence: number
  readonly departedNs: Ns
  readonly atNs: Ns
  readonly end: CapturedEnd
  /** The hardware address that it is sent to. */
  readonly mac: string
  /** Address and ports are those that its receiver awaits; behind the node that translates them, they are others. */
  readonly isAddressed: boolean
  /** Part of it was not captured, and it may be damaged there. */
  readonly isCut: boolean
}

const FIELDS = [
  'frame.len',
  'frame.cap_len',
  'eth.dst',
  'ip.dst',
  'ip.checksum.status',
  'ip.len',
  'udp.srcport',
  'udp.dstport',
  'udp.length',
  'udp.checksum',
  'udp.payload',
]

/** Every probe at the nodes that the traffic begins and ends at, in order of time; and the second at which the journal's clock began. */
export async function sightingsOf(trial: Trial): Promise<{ sightings: readonly Sighting[]; epochSeconds: number }> {
  const streams = streamsOf(trial)
  const nodes = new Set(streams.flatMap((stream) => [stream.from.node, ...receiversOf(stream)]))
  const ends = trial.captures.filter(({ end }) => nodes.has(end.node))
  const seen: (Omit<Sighting, 'atNs'> & { seconds: number; nanoseconds: number })[] = []
  const files = ends.map((end) => end.file)
  for await (const { file, seconds, nanoseconds, fields } of frames(files, FIELDS, 'udp')) {
    const [length, capturedLength, mac = '', address, , , fromPort, toPort, , , payload = ''] = fields
    const end = ends[file]
    const probe = probeOf(payload)
    const stream = probe === null ? undefined : streams[probe.stream]
    if (end === undefined || probe === null || stream === undefined || !isWhole(fields)) continue
    const { from, to } = stream
    const isAddressed = Number(fromPort) === from.port && Number(toPort) === to.port && address === to.address
    seen.push({ ...probe, end, mac, isAddressed, isCut: length !== capturedLength, seconds, nanoseconds })
  }
  const epochSeconds = Math.round(
    seen.reduce((least, one) => Math.min(least, one.seconds + (one.nanoseconds - one.departedNs) / 1e9), Infinity),
  )
  const sightings = seen.map(({ seconds, nanoseconds, ...one }) => ({
    ...one,
    atNs: (seconds - epochSeconds) * 1e9 + nanoseconds,
  }))
  return { sightings, epochSeconds }
}

/**
 * Probes have no UDP checksum: one that is there now was written by whatever damaged the packet, and a receiver would
 * find it wrong.
 */
function isWhole([, , , , checksum, length, , , udpLength, udpChecksum]: readonly string[]): boolean {
  return checksum === '1' && Number(length) - 20 === Number(udpLength) && Number(udpChecksum) === 0
}
