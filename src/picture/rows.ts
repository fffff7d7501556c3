import { nodeLabels } from '../mechanisms/all/text.ts'
import type { LabelState } from '../mechanisms/contract/text.ts'
import type { Interface, Node, Role, Topology } from '../model/topology.ts'
import { vlansOf } from '../model/vlans.ts'
import type { PlacedText } from './layout.ts'

/** How much of a node is shown; the more nodes, the less. */
export type Density = 'full' | 'plain'

/** Beyond so many nodes there is no room for labels of ports, addresses of every interface and risk labels. */
export const MOST_IN_FULL = 16

export interface Chip {
  readonly text: string
  readonly isActive: boolean
  readonly now?: LabelState
}

/** What stands in a node, from top to bottom: a text, or chips side by side. */
export type Row =
  | { readonly row: 'text'; readonly text: string; readonly kind: PlacedText['kind'] }
  | { readonly row: 'chips'; readonly chips: readonly Chip[] }

const MOST_ADDRESSES = 4
const MOST_CHIPS = 8
const CHIPS_A_ROW = 2

export function rowsOf(node: Node, topology: Topology, density: Density): readonly Row[] {
  const text = (text: string, kind: PlacedText['kind']): Row => ({ row: 'text', text, kind })
  const labels = nodeLabels(node, topology)
  const plain = labels.flatMap(({ text, isActive }) => (isActive === undefined ? [text] : []))
  const chips = labels.flatMap(({ text, isActive, now }) =>
    isActive === undefined ? [] : [{ text, isActive, ...(now === undefined ? {} : { now }) }],
  )
  const vlans = vlansIn(node)
  const rows: Row[] = [text(node.name, 'name')]
  if (density === 'full' && (node.role === 'switch' || node.role === 'router')) rows.push(text(node.role, 'plain'))
  const addresses = addressesOf(node, density)
  for (const address of addresses.slice(0, MOST_ADDRESSES)) rows.push(text(address, 'mono'))
  if (addresses.length > MOST_ADDRESSES)
    rows.push(text(`and ${String(addresses.length - MOST_ADDRESSES)} more`, 'plain'))
  if (vlans.length > 0 && density === 'full') rows.push(text(`VLAN ${vlans.join(' ')}`, 'plain'))
  if (plain.length > 0 && density === 'full') for (const one of plain) rows.push(text(one, 'plain'))
  for (let at = 0; at < Math.min(chips.length, MOST_CHIPS); at += CHIPS_A_ROW)
    rows.push({ row: 'chips', chips: chips.slice(at, Math.min(at + CHIPS_A_ROW, MOST_CHIPS)) })
  if (chips.length > MOST_CHIPS) rows.push(text(`and ${String(chips.length - MOST_CHIPS)} more`, 'plain'))
  if (node.risks.length > 0 && density === 'full') rows.push(text(node.risks.join(' '), 'risk'))
  return rows
}

/** Of a box that stands for several nodes. */
export const foldedRows = ({ role }: Node, names: readonly string[]): readonly Row[] => [
  { row: 'text', text: countText(names.length, role), kind: 'name' },
  { row: 'text', text: names.join(' '), kind: 'mono' },
]

const PLURALS = { host: 'hosts', server: 'servers', switch: 'switches', router: 'routers' } as const
const countText = (count: number, role: Role): string => `${String(count)} ${PLURALS[role]}`

/** The only one without its interface; each of several with it. */
function addressesOf({ interfaces, role }: Node, density: Density): readonly string[] {
  const all = interfaces.flatMap((one) =>
    one.addresses.map((address) => ({ on: one.name, address: address.replace(/\/.*/, '') })),
  )
  if (all.length === 1) return all.map(({ address }) => address)
  if (density === 'plain')
    return role === 'host' || role === 'server' ? all.slice(0, 1).map(({ address }) => address) : []
  return all.map(({ on, address }) => `${on} ${address}`)
}

/** The VLANs of its bridges, in order. */
function vlansIn({ interfaces }: Node): readonly string[] {
  const names = new Map<number, string | undefined>()
  for (const one of interfaces)
    for (const vlan of one.vlans === undefined ? [] : vlansOf(one.vlans))
      names.set(vlan, one.vlanNames?.[vlan] ?? names.get(vlan))
  return [...names]
    .sort(([a], [b]) => a - b)
    .map(([vlan, name]) => (name === undefined ? String(vlan) : `${String(vlan)} ${name}`))
}

/** What the label of a port adds: the VLANs of an access port among others, the member of a stack. */
export function portLabel(node: Node, name: string): string {
  const port = node.interfaces.find((one) => one.name === name)
  const bond = node.interfaces.find((one) => one.kind === 'bond' && one.name === port?.master)
  const vlans = (bond ?? port)?.vlans
  const some = vlans === undefined ? [] : vlansOf(vlans)
  const all = vlansIn(node)
  const member = memberOf(port)
  return [
    ...(member === undefined ? [] : [`${member}/`]),
    name,
    ...(some.length > 0 && some.length < all.length ? [` ·${some.join(' ')}`] : []),
  ].join('')
}

export const memberOf = (port: Interface | undefined): string | undefined =>
  port?.kind === 'port' ? port.stackMember : undefined

/** The bond whose leg it is: one of several. */
export function bondOf({ interfaces }: Node, name: string): string | undefined {
  const master = interfaces.find((one) => one.name === name)?.master
  const isBond = interfaces.some((one) => one.kind === 'bond' && one.name === master)
  return isBond && interfaces.filter((one) => one.master === master).length > 1 ? master : undefined
}
