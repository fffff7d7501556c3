import type { InspectedLink, InspectedNode, Inspection } from '../clab/inspect.ts'

/** What a topology file holds, as tables; one line a node and a link. */
export function inspectionText({ lab, nodes, links, known, unknown }: Inspection, file: string): string {
  const sections = [
    [`lab ${lab}: ${plural(nodes.length, 'node')}, ${plural(links.length, 'link')} (${file})`],
    table(['node', 'kind', 'image', 'group', 'deployed by us', 'attached', ''], nodes.map(nodeRow)),
    ...(links.length === 0
      ? []
      : [table(['from', 'to', 'type', 'deployed by us', 'attached', ''], links.map(linkRow))]),
    ...(nodes.every(({ paths }) => paths.length === 0)
      ? []
      : [
          table(
            ['node', 'given by the host'],
            nodes.flatMap(({ name, paths }) => paths.map((path) => [name, path])),
          ),
        ]),
    ...said('what we know', known),
    ...said('what we cannot know', unknown),
  ]
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

const said = (title: string, lines: readonly string[]): string[][] =>
  lines.length === 0 ? [] : [[title, ...lines.map((line) => `  ${line}`)]]

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const nodeRow = ({ name, kind, image, group, deployed, attached, because }: InspectedNode): string[] => [
  name,
  kind,
  image ?? '-',
  group ?? '-',
  all(deployed),
  all(attached),
  because ?? '',
]

const linkRow = ({ from, to, type, deployed, attached, because }: InspectedLink): string[] => [
  from,
  to,
  type,
  all(deployed),
  all(attached),
  because ?? '',
]

const all = (actions: readonly string[]): string => (actions.length === 0 ? 'nothing' : actions.join(', '))

/** Columns as wide as their widest cell; the last is not padded. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  return [head, ...rows].map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  )
}
