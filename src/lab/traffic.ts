import { callSite } from '../model/callsite.ts'
import type { NodeHandle } from '../model/handle.ts'
import type { DurationText } from '../model/time.ts'
import type { Flow, Session } from '../model/traffic.ts'
import { Findings, shown } from './findings.ts'
import type { Said } from './findings.ts'

export interface FlowOptions {
  /** 5-tuples in each direction; a LAG on the way needs 16, so that its hash uses every leg. Default 4. */
  readonly streams?: number
  /** Of each stream. Default `'100pps'`: an outage is then known to 10 ms. */
  readonly rate?: `${number}pps`
  /** UDP payload. Default `'64B'`. */
  readonly size?: `${number}B`
}

export interface TcpSessionOptions {
  /** Pause between requests. Default `'100ms'`. */
  readonly interval?: DurationText
  /** Of a request, which comes back as it is. Default `'64B'`. */
  readonly size?: `${number}B`
}

export interface StreamSessionOptions {
  /** Default `'1000kbit'`. */
  readonly rate?: `${number}kbit`
  /** Of a write. Default `'1000B'`. */
  readonly size?: `${number}B`
}

/** Largest UDP payload in one frame of MTU 9000. */
const LARGEST_BYTES = 8972
/** Sequence number, stream and stamp of a probe packet. */
const SMALLEST_BYTES = 32

/** Probe packets between two nodes, both ways. What is wrong with it is reported by `defineLab`. */
export function flow(from: NodeHandle, to: NodeHandle, options: FlowOptions = {}): Flow {
  const findings = new Findings(callSite())
  findings.keys(options as Said, ['streams', 'rate', 'size'], 'a flow')
  ends(findings, 'a flow', from, to)
  return {
    traffic: 'flow',
    from,
    to,
    streams: findings.count(options.streams ?? 4, 'streams', 1, 256),
    ratePps: findings.quantity(options.rate ?? '100pps', 'pps', 'rate', 10_000),
    sizeBytes: bytes(findings, options.size ?? '64B', SMALLEST_BYTES),
    problems: findings.problems,
  }
}

/** A stateful conversation over one TCP connection, from a client to a server. */
export const session = {
  /** A paced echo: a request, its answer, a pause. */
  tcp(from: NodeHandle, to: NodeHandle, options: TcpSessionOptions = {}): Session {
    const findings = new Findings(callSite())
    findings.keys(options as Said, ['interval', 'size'], 'session.tcp')
    ends(findings, 'session.tcp', from, to)
    return {
      traffic: 'session',
      kind: 'tcp',
      from,
      to,
      intervalNs: findings.duration(options.interval, 'interval', '100ms'),
      sizeBytes: bytes(findings, options.size ?? '64B', SMALLEST_BYTES),
      rateKbit: 0,
      problems: findings.problems,
    }
  },

  /** A continuous writer with a rate. */
  stream(from: NodeHandle, to: NodeHandle, options: StreamSessionOptions = {}): Session {
    const findings = new Findings(callSite())
    findings.keys(options as Said, ['rate', 'size'], 'session.stream')
    ends(findings, 'session.stream', from, to)
    return {
      traffic: 'session',
      kind: 'stream',
      from,
      to,
      intervalNs: 0,
      sizeBytes: bytes(findings, options.size ?? '1000B', 1),
      rateKbit: findings.quantity(options.rate ?? '1000kbit', 'kbit', 'rate', 1_000_000),
      problems: findings.problems,
    }
  },
}

function bytes(findings: Findings, said: string, low: number): number {
  const size = findings.quantity(said, 'B', 'size', LARGEST_BYTES)
  return findings.count(size, 'size in bytes', low, LARGEST_BYTES)
}

/** A lab in JavaScript, or one that its editor did not check, can hand over anything. */
function ends(findings: Findings, of: string, from: unknown, to: unknown): void {
  for (const [name, end] of Object.entries({ from, to })) {
    if (!isNodeHandle(end))
      findings.add({
        code: 'not-a-node',
        what: `${of} goes ${name} ${shown(end)}`,
        allowed: 'a node of the topology, such as site.host',
      })
  }
  if (isNodeHandle(from) && isNodeHandle(to) && from.node === to.node) {
    findings.add({ code: 'flow-to-itself', what: `${of} goes from ${from.node.name} to itself`, allowed: 'two nodes' })
  }
}

export const isNodeHandle = (value: unknown): value is NodeHandle =>
  typeof value === 'object' && value !== null && 'handle' in value && value.handle === 'node'
