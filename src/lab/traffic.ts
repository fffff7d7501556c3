import { callSite } from '../words/callsite.ts'
import { replicasOf, servingNodes, type NodeHandle } from '../model/handle.ts'
import { ms, seconds, type DurationText } from '../model/time.ts'
import type { Flow, Session } from '../model/traffic.ts'
import { shown } from '../words/shown.ts'
import { Findings, isSaid } from './findings.ts'
import type { Said } from './findings.ts'
import { placesFrom } from '../words/locate.ts'

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

/** Probe packets over UDP between two nodes, both ways. `defineLab` reports what is wrong with it. */
export function flow(from: NodeHandle, to: NodeHandle, options: FlowOptions = {}): Flow {
  const said = saidOf(options)
  const findings = findingsOf('a flow', options, ['streams', 'rate', 'size', 'overdue', 'oneWay'], from, to)
  const where = findings.where()
  return {
    traffic: 'flow',
    from,
    to,
    streams: findings.count(said, 'streams', 1, 256, 4),
    ratePps: findings.quantity(said, 'rate', 'pps', 1, 10_000, '100pps'),
    sizeBytes: findings.quantity(said, 'size', 'B', SMALLEST_BYTES, LARGEST_BYTES, '64B'),
    overdueNs: findings.duration(said, 'overdue', '200ms'),
    ...(findings.yesOrNo(said, 'oneWay') ? { oneWay: true } : {}),
    problems: findings.problems,
    ...(where === undefined ? {} : { where }),
  }
}

/** A stateful conversation over one TCP connection, from a client to a server. */
export const session = {
  /** A paced echo: a request, its answer, a pause. */
  tcp(from: NodeHandle, to: NodeHandle, options: TcpSessionOptions = {}): Session {
    const said = saidOf(options)
    const findings = findingsOf('session.tcp', options, ['interval', 'size', 'userTimeout'], from, to)
    return {
      traffic: 'session',
      kind: 'tcp',
      from,
      to,
      intervalNs: findings.duration(said, 'interval', '100ms'),
      sizeBytes: findings.quantity(said, 'size', 'B', SMALLEST_BYTES, LARGEST_BYTES, '64B'),
      rateKbit: 0,
      ...userTimeoutOf(findings, said),
      problems: findings.problems,
    }
  },

  /** A continuous writer with a rate, from the client to the server. */
  stream(from: NodeHandle, to: NodeHandle, options: StreamSessionOptions = {}): Session {
    const said = saidOf(options)
    const findings = findingsOf('session.stream', options, ['rate', 'size', 'userTimeout'], from, to)
    return {
      traffic: 'session',
      kind: 'stream',
      from,
      to,
      intervalNs: 0,
      sizeBytes: findings.quantity(said, 'size', 'B', SMALLEST_BYTES, LARGEST_BYTES, '1000B'),
      rateKbit: findings.quantity(said, 'rate', 'kbit', 1, 1_000_000, '1000kbit'),
      ...userTimeoutOf(findings, said),
      problems: findings.problems,
    }
  },
}

const LONGEST_NS = seconds(3600)

function userTimeoutOf(findings: Findings, said: Said): Pick<Session, 'userTimeoutNs'> {
  if (said['userTimeout'] === undefined) return {}
  const userTimeoutNs = findings.duration(said, 'userTimeout', '1s')
  if (userTimeoutNs >= ms(1) && userTimeoutNs <= LONGEST_NS && userTimeoutNs % ms(1) === 0) return { userTimeoutNs }
  findings.add({
    code: 'out-of-range',
    what: `userTimeout of a session is ${shown(said['userTimeout'])}`,
    allowed: "whole milliseconds, '1ms' to '1h'",
  })
  return {}
}

const saidOf = (options: unknown): Said => (isSaid(options) ? options : {})

/** A lab in JavaScript, or one that its editor did not check, can hand over anything. */
function findingsOf(of: string, options: unknown, keys: readonly string[], from: unknown, to: unknown): Findings {
  const findings = new Findings(of, placesFrom(callSite()))
  if (!isSaid(options)) {
    findings.add({
      code: 'not-options',
      what: `the options of ${of} are ${shown(options)}`,
      allowed: `{ ${keys.join(', ')} }`,
    })
  }
  findings.keys(saidOf(options), keys)
  for (const [name, end] of Object.entries({ from, to })) {
    if (isNodeHandle(end)) continue
    findings.add({
      code: 'not-a-node',
      what: `${of} goes ${name} ${shown(end)}`,
      allowed: 'a node of the topology, such as site.host',
    })
  }
  if (isNodeHandle(from) && replicasOf(from).length > 0) {
    const nodes = servingNodes(from)
      .map(({ name }) => name)
      .join(', ')
    findings.add({
      code: 'from-many',
      what: `${of} goes from ${nodes}, which serve as one`,
      allowed: 'to them: who asks is one node',
      next: 'turn it round',
    })
  }
  if (isNodeHandle(from) && isNodeHandle(to) && servingNodes(to).includes(from.node)) {
    findings.add({ code: 'flow-to-itself', what: `${of} goes from ${from.node.name} to itself`, allowed: 'two nodes' })
  }
  return findings
}

export const isNodeHandle = (value: unknown): value is NodeHandle =>
  isSaid(value) && 'handle' in value && value.handle === 'node'
