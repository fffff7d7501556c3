import type {
  BridgeInterface,
  Cable,
  Endpoint,
  Interface,
  Node,
  PortVlans,
  Role,
  Route,
  Rule,
  Topology,
} from '../model/topology.ts'

export const GRAPH_FORMATS = ['mermaid', 'dot'] as const
export type GraphFormat = (typeof GRAPH_FORMATS)[number]

/** A topology as a picture: nodes with their roles, devices, addresses and risk labels; cables with their ports and VLANs. */
export function renderGraph(topology: Topology, format: GraphFormat): string {
  return format === 'mermaid' ? mermaid(topology) : dot(topology)
}

const MERMAID_SHAPES: Readonly<Record<Role, readonly [open: string, close: string]>> = {
  host: ['["', '"]'],
  server: ['[("', '")]'],
  switch: ['[["', '"]]'],
  router: ['{{"', '"}}'],
}

/** Names of nodes are numbers there: `end` and the like mean something else to Mermaid. */
function mermaid({ name, nodes, cables }: Topology): string {
  const idOf = new Map(nodes.map((node, number) => [node.name, `n${String(number)}`]))
  const text = (lines: readonly string[]): string => lines.map(mermaidText).join('<br/>')
  return [
    '---',
    `title: ${name}`,
    '---',
    'flowchart LR',
    ...nodes.map((node) => {
      const [open, close] = MERMAID_SHAPES[node.role]
      return `  ${idOf.get(node.name) ?? ''}${open}${text(nodeLines(node))}${close}`
    }),
    ...cables.map((cable) => {
      const [a, b] = [cable.a, cable.b].map((end) => idOf.get(end.node) ?? '')
      return `  ${a ?? ''} ---|"${text(cableLines(cable, nodes))}"| ${b ?? ''}`
    }),
    '',
  ].join('\n')
}

const mermaidText = (text: string): string =>
  text.replace(/[&<>"#]/g, (character) => `#${String(character.charCodeAt(0))};`)

const DOT_SHAPES: Readonly<Record<Role, string>> = {
  host: 'box',
  server: 'cylinder',
  switch: 'box3d',
  router: 'hexagon',
}

function dot({ name, nodes, cables }: Topology): string {
  const label = (lines: readonly string[]): string => quoted(lines.join('\n'))
  return [
    `graph ${quoted(name)} {`,
    '  rankdir=LR',
    '  node [fontname="sans-serif", fontsize=10]',
    '  edge [fontname="sans-serif", fontsize=9]',
    ...nodes.map((node) => `  ${quoted(node.name)} [shape=${DOT_SHAPES[node.role]}, label=${label(nodeLines(node))}]`),
    ...cables.map(
      (cable) => `  ${quoted(cable.a.node)} -- ${quoted(cable.b.node)} [label=${label(cableLines(cable, nodes))}]`,
    ),
    '}',
    '',
  ].join('\n')
}

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`

function nodeLines({
  name,
  role,
  risks,
  interfaces,
  routes,
  rules = [],
  virtualRouters,
  daemons = [],
}: Node): readonly string[] {
  return [
    `${name} (${role})`,
    ...interfaces.flatMap((one) => deviceLine(one, interfaces)),
    ...rules.map((rule) => ruleLine(rule, routes)),
    ...virtualRouters.map(
      ({ name: instance, vrid, priority, addresses, interface: on }) =>
        `VRRP ${instance}: VRID ${String(vrid)}, priority ${String(priority)}, ${addresses.join(' ')} on ${on}`,
    ),
    ...daemons.map((daemon) => `runs ${daemon.name}`),
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

/** `from 10.0.1.21: default via 10.0.1.11`. */
function ruleLine({ from, to, iif, table }: Rule, routes: readonly Route[]): string {
  const said = Object.entries({ from, to, iif }).flatMap(([word, what]) => (what === undefined ? [] : [word, what]))
  const ways = routes.flatMap((one) =>
    one.table === table ? [`${one.to} via ${[one.via, ...(one.also ?? [])].join(' ')}`] : [],
  )
  return `${said.join(' ')}: ${table === undefined ? 'table main' : ways.join(', ')}`
}

function kindText(one: Interface, members: readonly string[]): string {
  switch (one.kind) {
    case 'port':
    case 'loopback':
      return ''
    case 'bond':
      return `${one.bond.mode} of ${members.join(' ')}`
    case 'bridge':
      return `bridge of ${members.join(' ')}${treeText(one)}`
    case 'vlan':
      return `VLAN ${String(one.vlan)} of ${one.parent}`
    case 'macvlan':
      return `macvlan of ${one.parent}`
  }
}

function cableLines({ a, b, role, risks }: Cable, nodes: readonly Node[]): readonly string[] {
  const end = (at: Endpoint): string => {
    const vlans = portOf(nodes, at)?.vlans
    return vlans === undefined ? at.interface : `${at.interface} (${vlansText(vlans)})`
  }
  return [`${end(a)} – ${end(b)}`, role, ...risksLine(risks)]
}

const portOf = (nodes: readonly Node[], at: Endpoint): Interface | undefined =>
  nodes.find(({ name }) => name === at.node)?.interfaces.find(({ name }) => name === at.interface)

function vlansText({ native, tagged }: PortVlans): string {
  const words = [
    ...(native === null ? [] : [`untagged ${String(native)}`]),
    ...(tagged.length === 0 ? [] : [`tagged ${tagged.join(' ')}`]),
  ]
  return words.length === 0 ? 'no VLAN' : words.join(', ')
}

const risksLine = (risks: readonly string[]): readonly string[] =>
  risks.length === 0 ? [] : [`risks: ${risks.join(', ')}`]

const treeText = ({ stp, rstp }: BridgeInterface): string => {
  if (rstp !== undefined) return `, RSTP priority ${String(rstp.priority)}`
  return stp === undefined ? '' : `, STP priority ${String(stp.priority)}`
}
