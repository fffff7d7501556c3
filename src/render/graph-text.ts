import { nodeLines as linesOfMechanisms } from '../mechanisms/all/text.ts'
import { formatNs } from '../model/time.ts'
import { vlanText } from '../model/vlans.ts'
import type {
  BridgeInterface,
  BridgePort,
  Cable,
  Endpoint,
  Interface,
  Node,
  PortVlans,
  StpPort,
} from '../model/topology.ts'

/** What a picture says of a node, a line each: roles, devices, gateways, risk labels. */
export function nodeLines(node: Node): readonly string[] {
  const { name, role, risks, interfaces, mlag, daemons = [] } = node
  return [
    `${name} (${role})`,
    ...(mlag === undefined ? [] : [`MLAG ${mlag.primary ? 'primary' : 'secondary'}, twin ${mlag.twin}`]),
    ...interfaces.flatMap((one) => deviceLine(one, interfaces)),
    ...linesOfMechanisms(node),
    ...daemons.map((daemon) => `runs ${daemon.name}`),
    ...risksLine(risks),
  ]
}

/** What a picture says of a cable: its ports and what they are told, once where both are told the same. */
export function cableLines({ a, b, role, risks }: Cable, nodes: readonly Node[]): readonly string[] {
  const [near, far] = [portWords(a, nodes), portWords(b, nodes)]
  const end = (at: Endpoint, { stack, told }: PortWords): string => {
    const words = [stack, near.told === far.told ? '' : told].filter((word) => word !== '')
    return words.length === 0 ? at.interface : `${at.interface} (${words.join(', ')})`
  }
  return [
    `${end(a, near)} – ${end(b, far)}`,
    ...(near.told === far.told && near.told !== '' ? [near.told] : []),
    role,
    ...risksLine(risks),
  ]
}

/** What a cable does not say: addresses, and how devices are built of others. */
function deviceLine(one: Interface, interfaces: readonly Interface[]): readonly string[] {
  const members = interfaces.filter(({ master }) => master === one.name).map(({ name }) => name)
  const what = kindText(one, members)
  return what === '' && one.addresses.length === 0
    ? []
    : [[one.name, what, ...one.addresses, natText(one)].filter((word) => word !== '').join(' ')]
}

function natText({ masquerade, publish }: Interface): string {
  const words = [...(masquerade === true ? ['NAT'] : []), ...(publish === undefined ? [] : [`publishes ${publish}`])]
  return words.length === 0 ? '' : `(${words.join(', ')})`
}

function kindText(one: Interface, members: readonly string[]): string {
  switch (one.kind) {
    case 'port':
    case 'loopback':
      return ''
    case 'bond':
      return `${one.bond.mode} of ${members.join(' ')}`
    case 'bridge':
      return `bridge of ${members.join(' ')}${treeText(one)}${ageingText(one)}${one.vlans === undefined ? '' : `, itself ${vlansText(one.vlans, one.vlanNames)}`}`
    case 'vlan':
      return `${one.protocol === '802.1ad' ? '802.1ad label' : 'VLAN'} ${vlanText(one.vlan, one.vlanNames?.[one.vlan])} of ${one.parent}`
    case 'macvlan':
      return `macvlan of ${one.parent}`
  }
}

const treeText = ({ stp, rstp }: BridgeInterface): string => {
  if (rstp !== undefined)
    return `, RSTP${rstp.by === undefined ? '' : ` by ${rstp.by}`} priority ${String(rstp.priority)}`
  return stp === undefined ? '' : `, STP priority ${String(stp.priority)}`
}

const ageingText = ({ ageingNs }: BridgeInterface): string =>
  ageingNs === undefined ? '' : ageingNs === 0 ? ', learns nothing' : `, ageing ${formatNs(ageingNs)}`

interface PortWords {
  readonly stack: string
  /** As a port of its bridge. */
  readonly told: string
}

/** A member of a bond is told nothing itself: its bond is the bridge's port. */
function portWords(at: Endpoint, nodes: readonly Node[]): PortWords {
  const interfaces = nodes.find(({ name }) => name === at.node)?.interfaces ?? []
  const port = interfaces.find(({ name }) => name === at.interface)
  const bond = interfaces.find(({ kind, name }) => kind === 'bond' && name === port?.master)
  const { vlans, vlanNames, stpPort, bridgePort } = bond ?? port ?? {}
  return {
    stack: port?.kind === 'port' && port.stackMember !== undefined ? `member ${port.stackMember}` : '',
    told: [
      ...(vlans === undefined ? [] : [vlansText(vlans, vlanNames)]),
      ...stpPortWords(stpPort),
      ...bridgePortWords(bridgePort),
    ].join(', '),
  }
}

function vlansText({ native, untagged = [], tagged }: PortVlans, names: Interface['vlanNames'] = {}): string {
  const text = (vlans: readonly number[]): string => vlans.map((vlan) => vlanText(vlan, names[vlan])).join(' ')
  const words = [
    ...(native === null ? [] : [`untagged ${text([native])}`]),
    ...(untagged.length === 0 ? [] : [`leaves untagged ${text(untagged)}`]),
    ...(tagged.length === 0 ? [] : [`tagged ${text(tagged)}`]),
  ]
  return words.length === 0 ? 'no VLAN' : words.join(', ')
}

const stpPortWords = (port: StpPort | undefined): readonly string[] =>
  port === undefined
    ? []
    : [
        `cost ${String(port.cost)}`,
        ...(port.edge === true ? ['edge'] : []),
        ...(port.pointToPoint === false ? ['shared medium'] : []),
        ...(port.guard === undefined ? [] : [GUARDS[port.guard]]),
      ]

const bridgePortWords = ({ learning, isolated, neighSuppress }: BridgePort = {}): readonly string[] => [
  ...(learning === false ? ['learns nothing'] : []),
  ...(isolated === true ? ['isolated'] : []),
  ...(neighSuppress === true ? ['suppresses neighbour questions'] : []),
]

const GUARDS: Readonly<Record<NonNullable<StpPort['guard']>, string>> = { bpdu: 'BPDU guard', root: 'root guard' }

const risksLine = (risks: readonly string[]): readonly string[] =>
  risks.length === 0 ? [] : [`risks: ${risks.join(', ')}`]
