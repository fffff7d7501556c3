import type { Layout, PlacedCable, PlacedNode } from '../picture/layout.ts'

export interface Found {
  readonly nodes: readonly PlacedNode[]
  readonly cables: readonly PlacedCable[]
}

/** Nodes and cables by their names, addresses, VLANs and labels; of a box that stands for several, by those of each. Of no text, nothing. */
export function find({ nodes, cables }: Layout, text: string): Found {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return { nodes: [], cables: [] }
  const has = (words: readonly string[]): boolean => words.some((one) => one.toLowerCase().includes(wanted))
  return {
    nodes: nodes.filter(({ name, folded = [], details, texts, chips }) =>
      has([name, ...folded, ...details, ...[...texts, ...chips].map((one) => one.text)]),
    ),
    cables: cables.filter(({ name, details }) => has([name, ...details])),
  }
}
