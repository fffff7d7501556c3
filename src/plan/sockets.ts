import { groupBy } from '../model/group-by.ts'
import { isVirtual, probesOf, replicasOf, type NodeHandle } from '../model/handle.ts'
import type { FlowPlan, SessionPlan, SocketPlan, StreamPlan } from '../model/plan.ts'
import { reachedAt, type ProbeAddress } from '../model/topology.ts'
import { networksBetween } from '../model/network-at.ts'
import type { Flow, Session } from '../model/traffic.ts'
import { fail } from '../model/problem.ts'

/** Receivers' ports count from here, senders' lie in the pages above `SENDER_PAGE`, servers' from `SERVER_PORT`. */
const RECEIVER_PORT = 0x4000
const SENDER_PAGE = 0x80
const SENDER_PAGES = 0x80
const SERVER_PORT = 7000

/** Hands out 5-tuples; no two streams of a plan share one, nor a socket. */
export class Sockets {
  private streams = 0
  private servers = 0
  private readonly taken = new Set<string>()

  /**
   * Stream i uses from.probes[i % n] and to.probes[i % m]: addresses and devices vary together with the ports, whatever
   * the hash reads, and where both ends have an address in each VLAN or group, a stream stays in one.
   * Backward streams mirror them with ports of their own, from a virtual address by the node that has it; where several nodes
   * serve as one at the same time, which of them answers is not known, and there are none.
   */
  flow(name: string, flow: Flow): FlowPlan {
    const { from, to } = flow
    const ends = Array.from({ length: flow.streams }, (_, i) => ({ near: probeOf(from, i), far: probeOf(to, i) }))
    const turns = turnsOf(ends.map(({ near, far }) => networksBetween(from.node, near.address, to.node, far.address)))
    const pairs = ends.map((pair, i) => ({ ...pair, turn: turns[i] ?? i }))
    const there = pairs.map(({ turn, near, far }): StreamPlan => ({
      direction: 'forward',
      ...this.pair(turn, from, near, to, far),
    }))
    const isAmbiguous = replicasOf(to).length > 0 && !isVirtual(to)
    const back = (flow.oneWay === true || isAmbiguous ? [] : pairs).map(({ turn, near, far }): StreamPlan => ({
      direction: 'backward',
      ...this.pair(turn, to, far, from, near),
    }))
    const streams = [...there, ...back]
    return { name, ratePps: flow.ratePps, sizeBytes: flow.sizeBytes, overdueNs: flow.overdueNs, streams }
  }

  /** The client's port is 0: the kernel gives it one at each connection. */
  session(name: string, session: Session): SessionPlan {
    const { kind, intervalNs, sizeBytes, rateKbit, userTimeoutNs } = session
    const client = socket(session.from, probeOf(session.from, 0), 0)
    const server = socket(session.to, probeOf(session.to, 0), SERVER_PORT + this.servers++)
    return {
      name,
      kind,
      client,
      server,
      intervalNs,
      sizeBytes,
      rateKbit,
      ...(userTimeoutNs === undefined ? {} : { userTimeoutNs }),
    }
  }

  private pair(
    turn: number,
    from: NodeHandle,
    near: ProbeAddress,
    to: NodeHandle,
    far: ProbeAddress,
  ): { from: SocketPlan; to: SocketPlan } {
    const number = this.streams++
    const receiver = RECEIVER_PORT + number
    const page = SENDER_PAGE + (number % SENDER_PAGES)
    let wanted = 2 * turn
    const portFor = (low: number): number => senderPort(page, receiver, near.address, reachedAt(far), low)
    let port = portFor(wanted)
    while (this.taken.has(`${near.address} ${port}`)) port = portFor((wanted += 2))
    this.taken.add(`${near.address} ${port}`)
    return { from: socket(from, near, port), to: socket(to, far, receiver) }
  }
}

/** Odd, so that it meets every leg of 2, 4 or 8. */
const STEP = 29

/**
 * Which leg of a LAG each stream of a flow takes, counted on over all legs. `networks`: between which each stream goes. A fault of
 * one VLAN concerns the streams of one pair of networks alone, so these take the legs in turn, and not only those of the flow.
 */
function turnsOf(networks: readonly string[]): readonly number[] {
  const groups = groupBy([...networks.keys()], (i) => networks[i] ?? '')
  const step = groups.length === 1 ? 1 : STEP
  const turns: number[] = []
  for (const [group, streams] of groups.entries()) for (const [at, i] of streams.entries()) turns[i] = at * step + group
  return turns
}

/**
 * The port of `page` with which the low byte of the kernel's layer3+4 hash is `wanted`: the streams of a LAG of 2, 4 or 8 legs
 * then take them in turn; over another number chance has its part. The hash xors both ports and both addresses, folds them into one byte and drops the lowest bit
 * (bond_ip_hash, drivers/net/bonding/bond_main.c).
 */
function senderPort(page: number, receiver: number, near: string, far: string, wanted: number): number {
  const bytes = [page, receiver >> 8, receiver & 0xff, ...near.split('.').map(Number), ...far.split('.').map(Number)]
  return (page << 8) | bytes.reduce((folded, byte) => folded ^ byte, wanted & 0xff)
}

function socket(handle: NodeHandle, { address, device, published }: ProbeAddress, port: number): SocketPlan {
  const replicas = replicasOf(handle).map(({ name }) => name)
  return {
    node: handle.node.name,
    address,
    port,
    ...(device === undefined ? {} : { device }),
    ...(published === undefined ? {} : { published }),
    ...(replicas.length === 0 ? {} : { replicas }),
    ...(isVirtual(handle) ? { isVirtual: true } : {}),
  }
}

function probeOf(handle: NodeHandle, index: number): ProbeAddress {
  const probes = probesOf(handle)
  const probe = probes[index % probes.length]
  if (probe !== undefined) return probe
  const { node } = handle
  return fail({
    code: 'no-probe-address',
    what: `${node.name} has no address that traffic could use`,
    next: `give node ${node.name} an address`,
  })
}
