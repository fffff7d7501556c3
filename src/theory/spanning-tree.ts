import { endpointText, type Endpoint, type RapidSpanningTree, type SpanningTree } from '../model/topology.ts'
import { DEFAULT_STP_PORT } from '../model/stp-port.ts'
import { seconds, type Ns } from '../model/time.ts'
import type { Damage } from './damage.ts'
import { on, type Wiring } from './wiring.ts'

/** 802.3 frames with LLC: BPDUs have a length there, and no ethertype (ETH_P_802_2). */
const BPDU = 0x0004
/** net/bridge/br_private_stp.h, BR_PORT_BITS: a port id is priority and number. */
const PORT_BITS = 10

/** A relay makes what it passes on a second older (17.21.10): words that go in a circle end. */
const RELAY_AGE_NS: Ns = seconds(1)

/** What a configuration BPDU says; the lower, the better, field by field. */
interface Vector {
  readonly root: string
  readonly cost: number
  readonly bridge: string
  readonly port: number
  /** Bridges that have passed it on; not compared. */
  readonly relays: number
}

interface Port {
  readonly at: Endpoint
  readonly cost: number
  readonly id: number
  readonly rootGuard: boolean
  live: boolean
  /** The better of what was heard there; null: the port is designated, and speaks itself. */
  heard: Vector | null
  forwards: boolean
}

/** What a bridge is told: IEEE 802.1D-1998's or, without a hello of its own, the rapid one of 802.1D-2004. */
export type TreeSettings = SpanningTree | RapidSpanningTree

export const isRapid = (tree: TreeSettings): tree is RapidSpanningTree => !('helloNs' in tree)

/** A port that is not needed, in the words of whose bridge it is. */
export const closedState = (tree: TreeSettings): 'blocking' | 'discarding' =>
  isRapid(tree) && tree.by !== 'mstpd' ? 'discarding' : 'blocking'

interface Bridge {
  readonly node: string
  readonly id: string
  readonly tree: TreeSettings
  readonly ports: readonly Port[]
  rootPort: Port | null
}

/** A port begins to forward, or ceases. */
export interface TreeMove {
  readonly at: Endpoint
  readonly forwards: boolean
  /** How often what was heard of the root had to grow too old before: 0, its bridge or a BPDU said so at once. */
  readonly expiries: number
  /** By how many bridges it had been passed on. */
  readonly relays: number
  /** A BPDU had to bring the news; else its own bridge's carrier or clock did. */
  readonly told: boolean
  readonly tree: TreeSettings
}

/**
 * IEEE 802.1D as net/bridge/br_stp.c has it, and 802.1D-2004 17 in the same terms, without their clocks: who hears what, which ports are root and designated, and
 * what of it has gone stale. Cables (or bonds) lead from bridge to bridge; bridges without STP in between are not looked
 * through.
 */
export class Trees {
  readonly #wiring: Wiring
  readonly #damage: Damage
  readonly #bridges: readonly Bridge[]
  readonly #portAt = new Map<string, { readonly bridge: Bridge; readonly port: Port }>()

  constructor(wiring: Wiring, damage: Damage, bridges: readonly Bridge[] = bridgesOf(wiring)) {
    this.#wiring = wiring
    this.#damage = damage
    this.#bridges = bridges
    for (const bridge of bridges)
      for (const port of bridge.ports) this.#portAt.set(endpointText(port.at), { bridge, port })
  }

  /** The tree that grows where all begin at once. */
  static grown(wiring: Wiring, damage: Damage): Trees {
    const trees = new Trees(wiring, damage)
    for (const bridge of trees.#bridges) for (const port of bridge.ports) port.live = trees.#hasCarrier(port.at)
    trees.#converge(() => undefined)
    for (const { ports, rootPort } of trees.#bridges)
      for (const port of ports) port.forwards = mayForward(port, rootPort)
    return trees
  }

  isBlocked(port: Endpoint): boolean {
    return this.#portAt.get(endpointText(port))?.port.forwards === false
  }

  /** Every port, and whether it forwards. */
  get states(): readonly { readonly at: Endpoint; readonly forwards: boolean; readonly tree: TreeSettings }[] {
    return this.#bridges.flatMap(({ ports, tree }) => ports.map(({ at, forwards }) => ({ at, forwards, tree })))
  }

  /** What the tree does about damage, in order; a port that moves more than once is there with its last move. */
  moves(damage: Damage): readonly TreeMove[] {
    const bridges = this.#bridges.map((bridge): Bridge => {
      const ports = bridge.ports.map((port) => ({ ...port }))
      return { ...bridge, ports, rootPort: ports[bridge.ports.findIndex((port) => port === bridge.rootPort)] ?? null }
    })
    return new Trees(this.#wiring, damage, bridges).#react()
  }

  #react(): readonly TreeMove[] {
    const moves = new Map<string, TreeMove>()
    for (const { ports } of this.#bridges) {
      for (const port of ports) {
        if (!port.live || this.#hasCarrier(port.at)) continue
        port.live = false
        port.heard = null
      }
    }
    let relays = 0
    for (let expiries = 0; expiries <= this.#bridges.length; expiries += 1) {
      this.#converge((bridge, told) => {
        for (const port of bridge.ports) {
          const forwards = mayForward(port, bridge.rootPort)
          if (forwards === port.forwards) continue
          port.forwards = forwards
          moves.set(endpointText(port.at), { at: port.at, forwards, expiries, relays, told, tree: bridge.tree })
        }
      })
      const stale = this.#bridges.flatMap(({ ports }) =>
        ports.filter((port) => port.heard !== null && !this.#isFresh(port)),
      )
      if (stale.length === 0) break
      relays = Math.max(relays, ...stale.map(({ heard }) => heard?.relays ?? 0))
      for (const port of stale) port.heard = null
    }
    return [...moves.values()].filter(({ at, forwards }) => forwards || this.#hasCarrier(at))
  }

  /** Until nobody hears anything new. */
  #converge(settled: (bridge: Bridge, told: boolean) => void): void {
    let told = false
    for (const bridge of this.#bridges) {
      select(bridge)
      settled(bridge, told)
    }
    for (let news = true; news;) {
      news = false
      told = true
      for (const bridge of this.#bridges) {
        for (const port of bridge.ports) {
          const there = port.live && isDesignated(port, bridge) ? this.#hearer(port) : undefined
          const said = saidBy(bridge, port)
          if (there === undefined || !isBelieved(said, there)) continue
          if (there.port.heard !== null && compare(there.port.heard, said) === 0) continue
          there.port.heard = said
          select(there.bridge)
          settled(there.bridge, told)
          news = true
        }
      }
    }
  }

  /** Hellos of a living root still come. */
  #isFresh(port: Port, trail: readonly Port[] = []): boolean {
    const far = this.#peer(port.at)
    const said = far === undefined ? undefined : this.#portAt.get(endpointText(far))
    if (said === undefined || port.heard === null || trail.includes(port)) return false
    if (this.#hearer(said.port)?.port !== port || !isDesignated(said.port, said.bridge)) return false
    if (compare(saidBy(said.bridge, said.port), port.heard) !== 0) return false
    return said.bridge.rootPort === null || this.#isFresh(said.bridge.rootPort, [...trail, port])
  }

  /** Who hears what this port says. */
  #hearer({ at }: Port): { readonly bridge: Bridge; readonly port: Port } | undefined {
    const far = this.#peer(at)
    const [from, to] = [this.#cableEnd(at), far === undefined ? undefined : this.#cableEnd(far)]
    if (far === undefined || from === undefined || to === undefined) return undefined
    return this.#damage.crosses(from, to, BPDU) ? this.#portAt.get(endpointText(far)) : undefined
  }

  #hasCarrier(at: Endpoint): boolean {
    return this.#cableEnd(at) !== undefined
  }

  /** The port itself, or a bond's first member with carrier; of a bond without a monitor the one that it always uses. */
  #cableEnd(at: Endpoint): Endpoint | undefined {
    const one = this.#wiring.interface(at)
    if (one?.kind !== 'bond') return this.#damage.hasCarrier(at) ? at : undefined
    const ends = this.#wiring.members(at).map(({ name }) => on(at.node, name))
    if (one.bond.mode === 'active-backup' && one.bond.monitor.by === 'none') {
      const { primary } = one.bond
      return primary === undefined ? ends[0] : on(at.node, primary)
    }
    return ends.find((end) => this.#damage.hasCarrier(end))
  }

  #peer(at: Endpoint): Endpoint | undefined {
    const end = this.#cableEnd(at)
    const far = end === undefined ? undefined : this.#wiring.far(end)
    if (far === undefined) return undefined
    const master = this.#wiring.master(far)
    return master?.kind === 'bond' ? on(far.node, master.name) : far
  }
}

function bridgesOf(wiring: Wiring): readonly Bridge[] {
  return wiring.topology.nodes.flatMap(({ name: node, interfaces }) =>
    interfaces.flatMap((one): Bridge[] => {
      const tree = one.kind === 'bridge' ? (one.stp ?? one.rstp) : undefined
      if (tree === undefined) return []
      const ports = wiring.members(on(node, one.name)).map(({ name, stpPort }, number): Port => ({
        at: on(node, name),
        cost: (stpPort ?? DEFAULT_STP_PORT).cost,
        id: ((stpPort ?? DEFAULT_STP_PORT).priority << PORT_BITS) | (number + 1),
        rootGuard: stpPort?.guard === 'root',
        live: true,
        heard: null,
        forwards: false,
      }))
      const id = `${tree.priority.toString(16).padStart(4, '0')} ${one.mac}`
      return [{ node, id, tree, ports, rootPort: null }]
    }),
  )
}

/** br_configuration_update: the best way to the root, then who speaks on each cable. */
function select(bridge: Bridge): void {
  bridge.rootPort = null
  for (const port of bridge.ports) {
    if (!port.live || port.rootGuard || port.heard === null || port.heard.root >= bridge.id) continue
    const best = bridge.rootPort
    if (best?.heard === undefined || best.heard === null || compareWays(port, port.heard, best, best.heard) < 0)
      bridge.rootPort = port
  }
  for (const port of bridge.ports) {
    if (port !== bridge.rootPort && port.heard !== null && compare(saidBy(bridge, port), port.heard) < 0)
      port.heard = null
  }
}

function compareWays(one: Port, a: Vector, other: Port, b: Vector): number {
  return compare({ ...a, cost: a.cost + one.cost }, { ...b, cost: b.cost + other.cost }) || one.id - other.id
}

function saidBy({ id, rootPort }: Bridge, port: Port): Vector {
  const heard = rootPort?.heard
  return heard === undefined || heard === null || rootPort === null
    ? { root: id, cost: 0, bridge: id, port: port.id, relays: 0 }
    : { root: heard.root, cost: heard.cost + rootPort.cost, bridge: id, port: port.id, relays: heard.relays + 1 }
}

const isDesignated = (port: Port, bridge: Bridge): boolean => port.heard === null && port !== bridge.rootPort

const mayForward = (port: Port, rootPort: Port | null): boolean =>
  port.live && (port === rootPort || port.heard === null)

/** What is news to a port: in a rapid tree also worse words of whom it has believed (IEEE 802.1D-2004 17.6). */
function isBelieved(said: Vector, { bridge, port }: { readonly bridge: Bridge; readonly port: Port }): boolean {
  if (supersedes(said, port.heard ?? saidBy(bridge, port))) return true
  if (!isRapid(bridge.tree) || port.heard === null) return false
  const young = said.relays < bridge.tree.maxAgeNs / RELAY_AGE_NS
  return young && said.bridge === port.heard.bridge && said.port === port.heard.port
}

/** br_supersedes_port_info: better, or of the same worth from another bridge. */
function supersedes(said: Vector, held: Vector): boolean {
  return compare(said, held) <= 0
}

function compare(a: Vector, b: Vector): number {
  if (a.root !== b.root) return a.root < b.root ? -1 : 1
  if (a.cost !== b.cost) return a.cost - b.cost
  if (a.bridge !== b.bridge) return a.bridge < b.bridge ? -1 : 1
  return a.port - b.port
}
