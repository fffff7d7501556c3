import type { Ns, Socket } from './files.ts'
import { legOf } from './legs.ts'
import { probeOf } from './probe.ts'
import type { CapturedEnd, Trial } from './trial.ts'
import { frames } from './tshark.ts'

/** A probe that a cable delivered to the node that it was sent to. */
export interface Arrival {
  readonly sequence: number
  readonly departedNs: Ns
  readonly atNs: Ns
  /** `NODE:INTERFACE`. */
  readonly on: string
  /** Whether the node took the frame is not to be seen from outside. */
  readonly unsure: boolean
}

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

const receiversOf = ({ to }: Stream): readonly string[] => [to.node, ...(to.replicas ?? [])]

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
] as const

interface Seen {
  readonly stream: number
  readonly end: CapturedEnd
  readonly seconds: number
  readonly nanoseconds: number
  readonly sequence: number
  readonly departedNs: Ns
  readonly unsure: boolean
}

/** Every probe that came to its receiver, by stream, in order of arrival; and the second at which the journal's clock began. */
export async function arrivalsOf(trial: Trial): Promise<{ arrivals: readonly Arrival[][]; epochSeconds: number }> {
  const streams = streamsOf(trial)
  const receivers = new Set(streams.flatMap(receiversOf))
  const ends = trial.captures.filter(({ end }) => receivers.has(end.node))
  const macs = new Map([...receivers].map((node) => [node, macsOf(trial, node)]))
  const corrupts = JSON.stringify(trial.plan).includes('corruptPercent')
  const seen: Seen[] = []
  const files = ends.map((end) => end.file)
  for await (const { file, seconds, nanoseconds, fields } of frames(files, FIELDS, 'udp')) {
    const [frameLength, capturedLength, mac = '', address, , , fromPort, toPort, , , payload = ''] = fields
    const end = ends[file]
    const probe = probeOf(payload)
    const stream = probe === null ? undefined : streams[probe.stream]
    if (end === undefined || probe === null || stream === undefined || !isWhole(fields)) continue
    const { from, to } = stream
    const isItsOwn = Number(fromPort) === from.port && Number(toPort) === to.port && address === to.address
    if (!isItsOwn || !receiversOf(stream).includes(end.end.node)) continue
    if (!isGroup(mac) && macs.get(end.end.node)?.has(mac) !== true) continue
    const unsure = corrupts && frameLength !== capturedLength
    seen.push({ end, seconds, nanoseconds, ...probe, unsure })
  }
  const epochSeconds = Math.round(
    seen.reduce((least, one) => Math.min(least, one.seconds + (one.nanoseconds - one.departedNs) / 1e9), Infinity),
  )
  const arrivals = streams.map((): Arrival[] => [])
  const legs = new Map(ends.map((end) => [end, legOf(trial, end.end)]))
  for (const { stream, end, seconds, nanoseconds, sequence, departedNs, unsure } of seen) {
    const atNs = (seconds - epochSeconds) * 1e9 + nanoseconds
    const takes = legs.get(end)?.(atNs) ?? 'yes'
    const on = `${end.end.node}:${end.end.interface}`
    if (takes !== 'no') arrivals[stream]?.push({ sequence, departedNs, atNs, on, unsure: unsure || takes === 'unsure' })
  }
  return { arrivals, epochSeconds }
}

/**
 * Probes have no UDP checksum: one that is there now was written by whatever damaged the packet, and a receiver would
 * find it wrong. Damage behind what was captured is not to be seen.
 */
function isWhole([, , , , checksum, length, , , udpLength, udpChecksum]: readonly string[]): boolean {
  return checksum === '1' && Number(length) - 20 === Number(udpLength) && Number(udpChecksum) === 0
}

/** Its lowest bit is the first on the wire: a group address, that every station takes. */
const isGroup = (mac: string): boolean => (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1

/** Every hardware address that a device of the node has by the plan. */
function macsOf({ plan }: Trial, node: string): ReadonlySet<string> {
  return new Set(
    plan.build.flatMap(({ ns, mac, peer }) => [
      ...(ns === node && mac !== undefined ? [mac] : []),
      ...(peer?.ns === node ? [peer.mac] : []),
    ]),
  )
}
