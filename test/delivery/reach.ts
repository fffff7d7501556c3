import { Segments } from '../../src/model/segments.ts'
import { endpointText, type Cable, type Endpoint, type Node, type Topology } from '../../src/model/topology.ts'
import type { Expected } from './judge.ts'
import type { Station } from './matrix.ts'

/**
 * Who reaches whom while these cables are dark, from the wiring alone, once whatever keeps frames from going round has done
 * its work. A switch that is dead is one whose cables are dark.
 */
export function reachOf(topology: Topology, stations: readonly Station[], broken: readonly Cable[]): Expected {
  const dark = [...broken, ...shutBy(topology, broken)].map(({ name }) => name)
  const cables = topology.cables.filter(({ name }) => !dark.includes(name))
  const segments = new Segments({ ...topology, cables, nodes: topology.nodes.map(endOnly) })
  const lit = new Set(cables.flatMap(({ a, b }) => [endpointText(a), endpointText(b)]))
  const doors = new Map(stations.map((one) => [one.name, doorOf(topology, one, lit)]))
  const segmentsAt = ({ ports, tag }: Door): readonly string[] => ports.map((port) => segments.of(port, tag))
  return (from, to) => {
    const [out, into] = [doors.get(from), doors.get(to)]
    if (out === undefined || into === undefined) throw new Error(`${from} or ${to} is no station`)
    const there = segmentsAt(into)
    const fates = segmentsAt(out).flatMap((one) =>
      into.each ? [there.includes(one)] : there.map((other) => other === one),
    )
    if (!fates.includes(true)) return 'none'
    return fates.includes(false) ? 'some' : 'all'
  }
}

/** Where frames of a station leave and come in. */
interface Door {
  /** One of them at a time, whichever. */
  readonly ports: readonly Endpoint[]
  readonly tag: number
  /** It takes what comes in by any of them (LACP). */
  readonly each: boolean
}

function doorOf({ nodes }: Topology, { node, device }: Station, lit: ReadonlySet<string>): Door {
  const interfaces = nodes.find(({ name }) => name === node)?.interfaces ?? []
  const own = interfaces.find(({ name }) => name === device)
  const tag = own?.kind === 'vlan' ? own.vlan : 0
  const base = own?.kind === 'vlan' ? interfaces.find(({ name }) => name === own.parent) : own
  const members = base?.kind === 'bond' ? interfaces.filter(({ master }) => master === base.name) : [base]
  const ports = members
    .map((one) => ({ node, interface: one?.name ?? '' }))
    .filter((port) => lit.has(endpointText(port)))
  const bond = base?.kind === 'bond' ? base.bond : undefined
  if (bond?.mode !== 'active-backup') return { ports, tag, each: true }
  const preferred = ports.filter((port) => port.interface === bond.primary)
  return { ports: preferred.length > 0 ? preferred : ports, tag, each: false }
}

/** Hosts and routers pass nothing on from one port to the other. */
const endOnly = (node: Node): Node =>
  node.role === 'switch' ? node : { ...node, interfaces: node.interfaces.filter(({ master }) => master === undefined) }

/** The legs of an MLAG's secondary that has lost the peer link, and hears the primary beside it. */
function shutBy({ nodes, cables }: Topology, broken: readonly Cable[]): readonly Cable[] {
  return nodes.flatMap(({ name: node, interfaces, mlag }) => {
    if (mlag === undefined || mlag.primary || mlag.splitBrain === 'bothActive') return []
    const at = (port: string): Cable | undefined =>
      cables.find((cable) => [cable.a, cable.b].some((end) => end.node === node && end.interface === port))
    const isBroken = (port: string): boolean => broken.some((one) => one === at(port))
    if (!isBroken(mlag.peer) || isBroken(mlag.heartbeat)) return []
    const legs = interfaces.filter(({ master }) => master !== undefined && mlag.lags.includes(master))
    return legs.flatMap((leg) => at(leg.name) ?? [])
  })
}
