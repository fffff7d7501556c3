import {
  isOpenVSwitch,
  type BridgeInterface,
  type Endpoint,
  type Interface,
  type Node,
  type PortVlans,
  type Topology,
} from '../model/topology.ts'
import { NO_VLANS, vlanText } from '../model/vlans.ts'
import type { Report } from './report.ts'

/**
 * VLANs that have no effect, and interfaces on a filtering bridge that no frame can reach: they send and receive only in VLANs
 * of which the bridge itself is a member (net/bridge/br_input.c: br_pass_frame_up; net/bridge/br_device.c: br_dev_xmit).
 */
export function vlanProblems({ nodes }: Topology, report: Report): void {
  nodes.forEach((node, number) => {
    for (const one of node.interfaces) {
      const place = { node: number, what: one.name }
      const self = `${node.name}:${one.name}`
      const unused = whyUnused(one, node)
      if (unused !== null)
        report(place, {
          code: 'unused-vlans',
          what: `${self} has vlans, but ${unused}`,
          allowed: 'vlans of a bridge that filters, and of its ports',
        })
      const stranded = strandedOn(one, node)
      if (one.kind !== 'bridge' || stranded.length === 0) continue
      report(place, {
        code: 'bridge-not-in-vlan',
        what: `${self} filters VLANs, and is itself no member of those of ${stranded.map((other) => other.what).join(', ')}: no frame passes between these and its ports`,
        allowed: `what stands on a filtering bridge is in VLANs of the bridge's own; these are now: ${one.vlans === undefined ? 'none' : vlansText(one.vlans)}`,
        next: `say vlans: ${vlansText(withAll(one, stranded))} in bridge('${one.name}', …)`,
      })
    }
  })
}

/** Interfaces on a filtering bridge that is no member of their VLAN: the LAN that they are meant to be in is not known. */
export const strandedInterfaces = ({ nodes }: Topology): readonly Endpoint[] =>
  nodes.flatMap((node) =>
    node.interfaces.flatMap((one) => strandedOn(one, node)).map(({ name }) => ({ node: node.name, interface: name })),
  )

function whyUnused({ name, vlans, master }: Interface, { interfaces }: Node): string | null {
  if (vlans === undefined) return null
  const bridge = interfaces.find((one) => one.name === master) ?? interfaces.find((one) => one.name === name)
  if (bridge?.kind !== 'bridge') return 'is no port of a bridge'
  return bridge.vlanFiltering ? null : `the bridge ${bridge.name} does not filter VLANs`
}

interface Stranded {
  readonly name: string
  /** `br0.10 (VLAN 10)`. */
  readonly what: string
  /** null: its frames have no tag. */
  readonly vlan: number | null
}

/** The bridge's own addresses, and the VLAN devices and macvlans on it. */
function strandedOn(bridge: Interface, { interfaces }: Node): readonly Stranded[] {
  if (bridge.kind !== 'bridge' || !bridge.vlanFiltering || isOpenVSwitch(bridge)) return []
  const { vlans = NO_VLANS } = bridge
  return interfaces.flatMap((one): Stranded[] => {
    const { name } = one
    if (one.kind === 'vlan' && one.parent === bridge.name)
      return vlans.tagged.includes(one.vlan)
        ? []
        : [{ name, what: `${name} (VLAN ${vlanText(one.vlan, one.vlanNames?.[one.vlan])})`, vlan: one.vlan }]
    if (vlans.native !== null) return []
    if (one.kind === 'macvlan' && one.parent === bridge.name) return [{ name, what: `${name} (untagged)`, vlan: null }]
    return one === bridge && one.addresses.length > 0
      ? [{ name, what: `its own address ${one.addresses.join(' ')} (untagged)`, vlan: null }]
      : []
  })
}

interface Wanted {
  readonly native: number | '…' | null
  readonly untagged?: readonly number[]
  readonly tagged: readonly number[]
}

function withAll({ vlans = NO_VLANS }: BridgeInterface, stranded: readonly Stranded[]): Wanted {
  const tagged = stranded.flatMap(({ vlan }) => vlan ?? [])
  const native = vlans.native !== null && tagged.includes(vlans.native) ? null : vlans.native
  const isUntagged = stranded.some(({ vlan }) => vlan === null)
  return {
    native: isUntagged ? '…' : native,
    untagged: (vlans.untagged ?? []).filter((vlan) => !tagged.includes(vlan)),
    tagged: [...new Set([...vlans.tagged, ...tagged])],
  }
}

function vlansText({ native, untagged = [], tagged }: PortVlans | Wanted): string {
  const words = [
    ...(native === null ? [] : [`native: ${String(native)}`]),
    ...(untagged.length === 0 ? [] : [`untagged: [${untagged.join(', ')}]`]),
    ...(tagged.length === 0 ? [] : [`tagged: [${tagged.join(', ')}]`]),
  ]
  return words.length === 0 ? '{}' : `{ ${words.join(', ')} }`
}
