import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fromContainerlab } from '../../src/index.ts'
import type { Topology } from '../../src/model/topology.ts'
import { clabNames } from '../../src/render/clab-names.ts'
import { renderClab } from '../../src/render/clab.ts'
import { Scratch } from '../run/scratch.ts'

/** A topology of ours as `generate` writes it, read again as a file of somebody's, its nodes called as before. */
export function readBack(topology: Topology): Topology {
  using scratch = new Scratch()
  const { yaml, files } = renderClab(topology)
  const { name } = topology
  for (const [path, text] of Object.entries({ ...files, [`${name}.clab.yml`]: yaml })) {
    mkdirSync(dirname(join(scratch.path, path)), { recursive: true })
    writeFileSync(join(scratch.path, path), text)
  }
  const read = fromContainerlab(join(scratch.path, `${name}.clab.yml`)).topology
  const own = new Map(Object.entries(clabNames(topology)).map(([ours, theirs]) => [theirs, ours]))
  const renamed = (node: string): string => own.get(node) ?? node
  return {
    name,
    nodes: read.nodes.map((node) => ({ ...node, name: renamed(node.name) })),
    cables: read.cables.map((cable, at) => ({
      ...cable,
      name: topology.cables[at]?.name ?? cable.name,
      a: { ...cable.a, node: renamed(cable.a.node) },
      b: { ...cable.b, node: renamed(cable.b.node) },
    })),
  }
}
