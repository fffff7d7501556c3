import { isOpenVSwitch, type BridgeInterface, type Interface, type StpPort, type Topology } from '../model/topology.ts'
import type { Report } from './report.ts'

/** 4 bits of priority in a port id, where the kernel has 6 (IEEE 802.1D-2004 9.2.7). */
const PRIORITY_STEP = 4

/** What only one of the two kinds of bridges can do. */
export function treeProblems({ nodes }: Topology, report: Report): void {
  nodes.forEach(({ name, interfaces }, node) => {
    for (const one of interfaces) {
      const bridge = interfaces.find((other) => other.name === one.master)
      const above = interfaces.filter((other) => 'parent' in other && other.parent === one.name)
      const wrong = one.kind === 'bridge' ? ofBridge(one, above) : ofPort(one, bridge)
      for (const [what, allowed] of wrong)
        report({ node, what: one.name }, { code: 'not-this-bridge', what: `${name}:${one.name} has ${what}`, allowed })
    }
  })
}

type Wrong = readonly (readonly [what: string, allowed: string])[]

function ofBridge(bridge: BridgeInterface, above: readonly Interface[]): Wrong {
  if (!isOpenVSwitch(bridge)) {
    const outer = above.filter((one) => one.kind === 'vlan' && one.protocol !== undefined && bridge.vlanFiltering)
    return outer.map(({ name }) => [`the 802.1ad device ${name} on it`, '802.1Q on a bridge that filters VLANs'])
  }
  const none = 'none on an Open vSwitch bridge (rstp)'
  return [
    ...(bridge.addresses.length === 0 ? [] : [['addresses', none] as const]),
    ...(bridge.ageingNs === undefined ? [] : [['an ageing time', none] as const]),
    ...(bridge.vlans === undefined ? [] : [['vlans of its own', none] as const]),
    ...above.map(({ name }) => [`${name} on it`, none] as const),
  ]
}

const PORT_WORDS = ['learning', 'isolated', 'neighSuppress'] as const

const MANY_UNTAGGED = ['several untagged VLANs', 'one untagged VLAN on a port of Open vSwitch: native'] as const

function ofPort({ stpPort, vlans, bridgePort = {} }: Interface, bridge: Interface | undefined): Wrong {
  const given = PORT_WORDS.filter((word) => bridgePort[word] !== undefined)
  if (bridge?.kind !== 'bridge') return given.map((word) => [word, 'ports of a bridge'])
  const foreign = isOpenVSwitch(bridge) ? given : []
  return [
    ...foreign.map((word) => [word, 'none on an Open vSwitch bridge (rstp)'] as const),
    ...(isOpenVSwitch(bridge) && vlans?.untagged !== undefined ? [MANY_UNTAGGED] : []),
    ...ofTreePort(stpPort, bridge),
  ]
}

/** 802.1D-1998, which the kernel has, knows neither edge ports nor agreements. */
const RAPID_ONLY = 'rapid spanning tree only (rstp in place of stp)'

function ofTreePort(stpPort: StpPort | undefined, bridge: BridgeInterface): Wrong {
  if (stpPort === undefined) return []
  const { edge, pointToPoint, guard, priority } = stpPort
  if (bridge.rstp === undefined)
    return [...(edge === true ? ['edge'] : []), ...(pointToPoint === false ? ['pointToPoint'] : [])].map((word) => [
      word,
      RAPID_ONLY,
    ])
  const whose = isOpenVSwitch(bridge) ? 'an Open vSwitch bridge' : 'a bridge whose tree mstpd runs'
  return [
    ...(guard === undefined ? [] : [[`guard '${guard}'`, `none on ${whose} (rstp)`] as const]),
    ...(priority % PRIORITY_STEP === 0
      ? []
      : [[`priority ${String(priority)}`, `multiples of 4 on ${whose} (IEEE 802.1D-2004 9.2.7)`] as const]),
  ]
}
