import type { Role, Topology } from '../model/topology.ts'
import { cableLines, nodeLines } from './graph-text.ts'

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
