import { campus } from '../topologies/index.ts'
import { renderClab } from '../src/render/clab.ts'

/** Wall seconds to compose a campus of 200 nodes and to put it into containerlab's words. */
export function generatedSeconds(): number {
  const started = performance.now()
  renderClab(campus({ access: 40, hosts: 152 }).topology)
  return (performance.now() - started) / 1000
}
