import { renderGraph } from '../src/render/graph.ts'
import { campus, mlagPair } from '../topologies/index.ts'

/** What docs/topologies.md shows of `backhoe graph`, by the name between its markers. */
export const drawings: Readonly<Record<string, () => string>> = {
  mlagPair: () => drawn(mlagPair().topology),
  campus: () => drawn(campus().topology),
}

const drawn = (topology: Parameters<typeof renderGraph>[0]): string =>
  ['```mermaid', renderGraph(topology, 'mermaid').trimEnd(), '```'].join('\n')

/** The page with this drawing in its place. Throws where the page has none. */
export function withDrawing(page: string, name: string, text: string): string {
  const between = new RegExp(`(<!-- drawing of ${name}: make tables -->\\n)[^]*?(<!-- end -->)`)
  if (!between.test(page)) throw new Error(`the page has no place for the drawing of ${name}`)
  return page.replace(between, (_, before: string, after: string) => `${before}\n${text}\n\n${after}`)
}
