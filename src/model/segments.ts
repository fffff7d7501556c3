import { endpointText, type Endpoint, type Interface, type Topology, type VlanInterface } from './topology.ts'
import { untaggedOf } from './vlans.ts'

/**
 * LANs of a topology: two interfaces are in one segment where a broadcast of one reaches the other,
 * through cables, bonds, bridges and their VLANs. Routers end a segment.
 */
export class Segments {
  readonly #parent = new Map<string, string>()

  constructor(topology: Topology) {
    const tags = [0, ...new Set(topology.nodes.flatMap((node) => node.interfaces.flatMap(tagsOf)))]
    for (const cable of topology.cables) for (const tag of tags) this.#join(frames(cable.a, tag), frames(cable.b, tag))
    for (const node of topology.nodes) {
      const filtering = new Set(
        node.interfaces.filter((one) => one.kind === 'bridge' && one.vlanFiltering).map((one) => one.name),
      )
      for (const one of node.interfaces) {
        const self = { node: node.name, interface: one.name }
        if (one.kind === 'vlan') this.#join(frames(self, 0), frames({ ...self, interface: one.parent }, tagOf(one)))
        if (one.kind === 'macvlan')
          for (const tag of tags) this.#join(frames(self, tag), frames({ ...self, interface: one.parent }, tag))
        if (filtering.has(one.name)) this.#joinFiltered(self, self, one)
        if (one.master === undefined) continue
        const master = { node: node.name, interface: one.master }
        if (filtering.has(one.master)) this.#joinFiltered(self, master, one)
        else for (const tag of tags) this.#join(frames(self, tag), frames(master, tag))
      }
    }
  }

  /** The segment of an interface's own (untagged) frames, or of those with a VLAN's tag; equal texts are one segment. */
  of(endpoint: Endpoint, tag = 0): string {
    return this.#find(frames(endpoint, tag))
  }

  /**
   * Inside a filtering bridge each VLAN is a LAN of its own, but for those that leave one port untagged; a port without memberships is in
   * none, and so is the bridge itself.
   */
  #joinFiltered(port: Endpoint, bridge: Endpoint, { vlans }: Interface): void {
    if (vlans === undefined) return
    for (const vlan of untaggedOf(vlans)) this.#join(frames(port, 0), inside(bridge, vlan))
    for (const vlan of vlans.tagged) this.#join(frames(port, vlan), inside(bridge, vlan))
  }

  #find(one: string): string {
    let root = one
    for (let up = this.#parent.get(root); up !== undefined; up = this.#parent.get(root)) root = up
    if (root !== one) this.#parent.set(one, root)
    return root
  }

  #join(a: string, b: string): void {
    const [from, to] = [this.#find(a), this.#find(b)]
    if (from !== to) this.#parent.set(from, to)
  }
}

const frames = (endpoint: Endpoint, tag: number): string => `${endpointText(endpoint)}#${String(tag)}`
const inside = (bridge: Endpoint, vlan: number): string => `${endpointText(bridge)}@${String(vlan)}`

function tagsOf(one: Interface): readonly number[] {
  return [...(one.kind === 'vlan' ? [tagOf(one)] : []), ...(one.vlans?.tagged ?? [])]
}

/** Outer tags are apart from inner ones. */
const tagOf = ({ vlan, protocol }: VlanInterface): number => (protocol === undefined ? vlan : 4096 + vlan)
