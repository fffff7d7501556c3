import type { FlowPlan } from '../model/plan.ts'
import type { Problem } from '../model/problem.ts'
import { endpointText, reachedAt, type Endpoint, type Topology } from '../model/topology.ts'
import { Damage, IP, silentAt } from '../theory/damage.ts'
import { delivers } from '../theory/lan.ts'
import { hopsOf, type Hop } from '../theory/path.ts'
import { wiringOf } from '../theory/wired.ts'
import type { Wiring } from '../theory/wiring.ts'
import { World } from '../theory/world.ts'
import { mtuOf } from './mtu.ts'

/** IPv4 and UDP. */
const HEADER_BYTES = 28
/** A port forwards and receives frames that are longer than its MTU by a VLAN tag (net/core/dev.c: is_skb_forwardable). */
const TAG_BYTES = 4

/** An interface at which packets of a flow end, because they are larger than its MTU. */
interface Narrow {
  readonly at: Endpoint
  readonly mtu: number
  readonly isSender: boolean
}

/** A flow whose packets do not fit through an interface on their path: none of them ever arrives. */
export function tooLargeWarnings(flow: FlowPlan, topology: Topology): Problem[] {
  // The nodes of a containerlab file set their MTUs themselves.
  if (topology.containerlab !== undefined) return []
  const packetBytes = flow.sizeBytes + HEADER_BYTES
  const narrow = narrowOn(flow, topology, packetBytes)
  if (narrow === undefined) return []
  const { at, mtu, isSender } = narrow
  const largest = mtu - HEADER_BYTES
  return [
    {
      code: 'too-large-packets',
      what: `flow ${flow.name} sends packets of ${packetBytes} bytes (${flow.sizeBytes} and ${HEADER_BYTES} of headers), but ${endpointText(at)} has an MTU of ${mtu}: ${isSender ? 'the kernel refuses to send them' : 'they are dropped there'}`,
      allowed: `size of at most ${largest} bytes, or a larger MTU on every interface of the path`,
      next: `set size: '${largest}B'`,
    },
  ]
}

function narrowOn(flow: FlowPlan, topology: Topology, packetBytes: number): Narrow | undefined {
  const world = new World(wiringOf(topology), new Damage([]), null)
  for (const { from, to } of flow.streams) {
    const pairs = [{ source: from.address, target: reachedAt(to) }]
    const hops = hopsOf(world, { from: from.node, to: to.node, pairs })
    const found = narrowAmong(hops, world, packetBytes)
    if (found !== undefined) return found
  }
  return undefined
}

function narrowAmong(hops: readonly Hop[], world: World, packetBytes: number): Narrow | undefined {
  const { wiring } = world
  let bytes = packetBytes
  for (const [index, { egress, neighbour }] of hops.entries()) {
    const mtu = mtuOf(wiring, egress)
    // The probes' sockets bring their own header (raw_send_hdrinc: EMSGSIZE). A router makes fragments.
    if (index === 0 && mtu < bytes) return { at: egress, mtu, isSender: true }
    bytes = Math.min(bytes, mtu)
    const tight = portsBelow(wiring, bytes - TAG_BYTES)
    const dropping = tight.find(({ at }) => !delivers(world.damaged(new Damage(silentAt(at))), egress, neighbour, IP))
    if (dropping !== undefined) return { ...dropping, isSender: false }
  }
  return undefined
}

const portsBelow = (wiring: Wiring, bytes: number): readonly Omit<Narrow, 'isSender'>[] =>
  wiring.topology.cables
    .flatMap(({ a, b }) => [a, b])
    .map((at) => ({ at, mtu: mtuOf(wiring, at) }))
    .filter(({ mtu }) => mtu < bytes)
