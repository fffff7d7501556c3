import type { BridgePort, Interface } from '../model/topology.ts'
import type { Parameters } from '../words/parameters.ts'
import { readStpPort } from './stp.ts'
import { readVlans } from './vlan.ts'

/** What a declaration says, before MACs, indexes and masters are known. `vlanFiltering` null: as its ports want it. */
export type Draft = Exclude<Drafted, { kind: 'bridge' }> | BridgeDraft
type BridgeDraft = Omit<Extract<Drafted, { kind: 'bridge' }>, 'vlanFiltering'> & { vlanFiltering: boolean | null }
type Drafted = Without<Interface, 'mac' | 'index' | 'master'>
type Without<Of, Key extends PropertyKey> = Of extends unknown ? Omit<Of, Key> : never

/** The `InterfaceOptions` of any kind. */
export function readInterface(
  name: string,
  parameters: Parameters,
): Pick<
  Draft,
  | 'name'
  | 'addresses'
  | 'risks'
  | 'mtu'
  | 'vlans'
  | 'vlanNames'
  | 'stpPort'
  | 'backupPort'
  | 'bridgePort'
  | 'raisedWithinNs'
  | 'masquerade'
  | 'publish'
> {
  const mtu = parameters.has('mtu') ? parameters.integer('mtu', 1500, { min: 68, max: 65_535 }) : undefined
  const vlans = parameters.has('vlans') ? readVlans(parameters.inner('vlans')) : {}
  const backupPort = parameters.named('backupPort')
  const bridgePort = readBridgePort(parameters)
  const publish = parameters.text('publish')
  return {
    name,
    addresses: parameters.names('addresses'),
    risks: parameters.names('risks'),
    ...(mtu === undefined ? {} : { mtu }),
    ...vlans,
    ...(parameters.has('stpPort') ? { stpPort: readStpPort(parameters.inner('stpPort')) } : {}),
    ...(parameters.boolean('masquerade', false) ? { masquerade: true } : {}),
    ...(publish === undefined ? {} : { publish }),
    ...(backupPort === undefined ? {} : { backupPort }),
    ...(Object.keys(bridgePort).length === 0 ? {} : { bridgePort }),
    ...(parameters.has('raisedWithin') ? { raisedWithinNs: parameters.duration('raisedWithin', '5s') } : {}),
  }
}

const readBridgePort = (parameters: Parameters): BridgePort => ({
  ...(parameters.boolean('learning', true) ? {} : { learning: false }),
  ...(parameters.boolean('isolated', false) ? { isolated: true } : {}),
  ...(parameters.boolean('neighSuppress', false) ? { neighSuppress: true } : {}),
})

/** The panel's ends have a range of their own, far above. */
const FIRST_INDEX = 100

/** net/core/net_namespace.c registers it first in every namespace: LOOPBACK_IFINDEX. */
const LOOPBACK = { mac: '00:00:00:00:00:00', index: 1 } as const

/** The drafts of node `number` with all that follows from their order; a VLAN device has its parent's MAC. */
export function placed(
  drafts: readonly Draft[],
  number: number,
  masters: ReadonlyMap<string, string>,
): readonly Interface[] {
  return drafts.map((draft, position) => {
    if (draft.kind === 'loopback') return { ...draft, ...LOOPBACK }
    const parent = draft.kind === 'vlan' ? drafts.findIndex((other) => other.name === draft.parent) : -1
    const master = masters.get(draft.name)
    const place = {
      mac: macOf(number, parent < 0 ? position : parent),
      index: FIRST_INDEX + position,
      ...(master === undefined ? {} : { master }),
    }
    if (draft.kind !== 'bridge') return { ...draft, ...place }
    const hasVlans = ({ name, vlans }: Draft): boolean =>
      vlans !== undefined && (name === draft.name || masters.get(name) === draft.name)
    return { ...draft, vlanFiltering: draft.vlanFiltering ?? drafts.some(hasVlans), ...place }
  })
}

/** Locally administered, by the node's and the interface's position. */
const macOf = (node: number, position: number): string =>
  [0x02, 0x00, node >> 8, node, position >> 8, position]
    .map((byte) => (byte & 0xff).toString(16).padStart(2, '0'))
    .join(':')
