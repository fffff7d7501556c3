import { replicasOf, servingNodes, type NodeHandle } from '../model/handle.ts'
import { ms, seconds, type DurationText } from '../model/time.ts'
import type { Flow, Session } from '../model/traffic.ts'
import { shown } from '../words/shown.ts'
import { isRecord } from '../model/record.ts'
import { Parameters } from '../words/parameters.ts'

export interface FlowOptions {
  /** Number of 5-tuples in each direction, 1 to 256; a LAG on the way needs 16, so that its hash uses every leg. Default 4. */
  readonly streams?: number
  /** Packets a second of each stream, 1 to 10,000; an outage is known to 1/rate. Default `'100pps'`. */
  readonly rate?: `${number}pps`
  /** UDP payload in bytes, 32 to 8972; with 28 bytes of headers it must fit the MTU of the path. Default `'64B'`. */
  readonly size?: `${number}B`
  /**
   * A packet that takes longer is late: it belongs to an outage as a lost one does, and is counted apart. A router that waits for
   * a dead neighbour holds packets for seconds. An impairment with a longer delay needs a larger value. Default `'200ms'`.
   */
  readonly overdue?: DurationText
  /** Only from the first node to the second, because hosts behind NAT cannot be reached from outside. Default false. */
  readonly oneWay?: boolean
}

export interface TcpSessionOptions {
  /** Pause between an answer and the next request; a stall is known to two of them. Default `'100ms'`. */
  readonly interval?: DurationText
  /** Bytes of a request, 32 to 8972; its answer is the same bytes. Default `'64B'`. */
  readonly size?: `${number}B`
  /** As `StreamSessionOptions`. Default: the kernel's patience. */
  readonly userTimeout?: DurationText
}

export interface StreamSessionOptions {
  /** Kilobits a second, 1 to 1,000,000. Default `'1000kbit'`. */
  readonly rate?: `${number}kbit`
  /** Bytes of a write, 32 to 8972. Default `'1000B'`. */
  readonly size?: `${number}B`
  /**
   * `TCP_USER_TIMEOUT` of the client, whole milliseconds from `'1ms'` to `'1h'`: it gives a connection up that has sent again for so long and
   * was not answered, and dials again 1 s later. Default: the kernel's patience, 15 timeouts (`tcp_retries2`), 924.6 s at least.
   */
  readonly userTimeout?: DurationText
}

/** Largest UDP payload in one frame of MTU 9000. */
const LARGEST_BYTES = 8972
/** Sequence number, stream and stamp of a probe packet. */
const SMALLEST_BYTES = 32

const BYTES = [SMALLEST_BYTES, LARGEST_BYTES] as const

/** Probe packets over UDP between two nodes, both ways. `defineLab` reports what is wrong with it. */
export function flow(from: NodeHandle, to: NodeHandle, options: FlowOptions = {}): Flow {
  const read = trafficOf('a flow', options, from, to)
  const shape = {
    streams: read.integer('streams', 4, { min: 1, max: 256 }),
    ratePps: read.quantity('rate', 100, 'pps', [1, 10_000]),
    sizeBytes: read.quantity('size', 64, 'B', BYTES),
    overdueNs: read.duration('overdue', '200ms'),
    ...(read.boolean('oneWay', false) ? { oneWay: true } : {}),
  }
  read.rejectUnknown()
  const where = read.where()
  return { traffic: 'flow', from, to, ...shape, problems: read.problems, ...(where === undefined ? {} : { where }) }
}

/** A stateful conversation over one TCP connection, from a client to a server. */
export const session = {
  /** A paced echo: a request, its answer, a pause. */
  tcp(from: NodeHandle, to: NodeHandle, options: TcpSessionOptions = {}): Session {
    const read = trafficOf('session.tcp', options, from, to)
    const pace = {
      intervalNs: read.duration('interval', '100ms'),
      sizeBytes: read.quantity('size', 64, 'B', BYTES),
      rateKbit: 0,
      ...userTimeoutOf(read),
    }
    read.rejectUnknown()
    return { traffic: 'session', kind: 'tcp', from, to, ...pace, problems: read.problems }
  },

  /** A continuous writer with a rate, from the client to the server. */
  stream(from: NodeHandle, to: NodeHandle, options: StreamSessionOptions = {}): Session {
    const read = trafficOf('session.stream', options, from, to)
    const pace = {
      intervalNs: 0,
      sizeBytes: read.quantity('size', 1000, 'B', BYTES),
      rateKbit: read.quantity('rate', 1000, 'kbit', [1, 1_000_000]),
      ...userTimeoutOf(read),
    }
    read.rejectUnknown()
    return { traffic: 'session', kind: 'stream', from, to, ...pace, problems: read.problems }
  },
}

function userTimeoutOf(read: Parameters): Pick<Session, 'userTimeoutNs'> {
  const userTimeoutNs = read.duration('userTimeout', undefined, {
    min: ms(1),
    max: seconds(3600),
    whole: 'milliseconds',
  })
  return userTimeoutNs === undefined ? {} : { userTimeoutNs }
}

/** A lab in JavaScript, or one that its editor did not check, can hand over anything. */
function trafficOf(of: string, options: unknown, from: unknown, to: unknown): Parameters {
  const read = new Parameters(of, options, [], { noun: 'key' })
  for (const [name, end] of Object.entries({ from, to })) {
    if (isNodeHandle(end)) continue
    read.add({
      code: 'not-a-node',
      what: `${of} goes ${name} ${shown(end)}`,
      allowed: 'a node of the topology, such as site.host',
    })
  }
  if (isNodeHandle(from) && replicasOf(from).length > 0) {
    const nodes = servingNodes(from)
      .map(({ name }) => name)
      .join(', ')
    read.add({
      code: 'from-many',
      what: `${of} goes from ${nodes}, which serve as one`,
      allowed: 'to them: who asks is one node',
      next: 'turn it round',
    })
  }
  if (isNodeHandle(from) && isNodeHandle(to) && servingNodes(to).includes(from.node)) {
    read.add({ code: 'flow-to-itself', what: `${of} goes from ${from.node.name} to itself`, allowed: 'two nodes' })
  }
  return read
}

export const isNodeHandle = (value: unknown): value is NodeHandle =>
  isRecord(value) && 'handle' in value && value.handle === 'node'
