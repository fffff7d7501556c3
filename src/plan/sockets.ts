import { isVirtual, probesOf, replicasOf, type NodeHandle } from '../model/handle.ts'
import type { FlowPlan, SessionPlan, SocketPlan, StreamPlan } from '../model/plan.ts'
import { reachedAt, type ProbeAddress } from '../model/topology.ts'
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
    const pairs = Array.from({ length: flow.streams }, (_, i) => {
      const near = probeOf(from, i)
      const far = probeOf(to, i)
      return { i, near, far }
    })
    const there = pairs.map(({ i, near, far }): StreamPlan => ({
      direction: 'forward',
      ...this.pair(i, from, near, to, far),
    }))
    const isAmbiguous = replicasOf(to).length > 0 && !isVirtual(to)
    const back = (flow.oneWay === true || isAmbiguous ? [] : pairs).map(({ i, near, far }): StreamPlan => ({
      direction: 'backward',
      ...this.pair(i, to, far, from, near),
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
    i: number,
    from: NodeHandle,
    near: ProbeAddress,
    to: NodeHandle,
    far: ProbeAddress,
  ): { from: SocketPlan; to: SocketPlan } {
    const number = this.streams++
    const receiver = RECEIVER_PORT + number
    const page = SENDER_PAGE + (number % SENDER_PAGES)
    let wanted = 2 * i
    const portFor = (low: number): number => senderPort(page, receiver, near.address, reachedAt(far), low)
    let port = portFor(wanted)
    while (this.taken.has(`${near.address} ${port}`)) port = portFor((wanted += 2))
    this.taken.add(`${near.address} ${port}`)
    return { from: socket(from, near, port), to: socket(to, far, receiver) }
  }
}

/**
 * The port of `page` with which the low byte of the kernel's layer3+4 hash is `wanted`: a LAG's streams then take its
 * legs in turn. The hash xors both ports and both addresses, folds them into one byte and drops the lowest bit
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
