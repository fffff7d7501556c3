import { ring } from './wiring.inside.ts'

/** Wires a ring of plain nodes and says how long it took; then the power goes off. */
export default function (nodes: number): { upMs: number; upAt: number } {
  const started = performance.now()
  ring(nodes, nodes)
  const upMs = performance.now() - started
  return { upMs, upAt: Date.now() }
}
