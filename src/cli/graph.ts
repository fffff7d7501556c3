import { Command, Option } from 'commander'
import { resolve } from 'node:path'
import { fromContainerlab } from '../clab/site.ts'
import { findLab, labName } from '../lab/find.ts'
import { loadTopology } from '../lab/load.ts'
import { fail } from '../model/problem.ts'
import type { Topology } from '../model/topology.ts'
import { drawioOf } from '../picture/drawio.ts'
import { FOLDS, type Fold } from '../picture/fold.ts'
import { layOut } from '../picture/lay-out.ts'
import { pngOf } from '../picture/png.ts'
import { svgOf } from '../picture/svg.ts'
import { GRAPH_FORMATS, renderGraph, type GraphFormat } from '../render/graph.ts'

/** Text of a graph, which another program draws, or a picture with positions of ours. */
const FORMATS = [...GRAPH_FORMATS, 'svg', 'png', 'drawio'] as const

interface GraphFlags {
  readonly format: (typeof FORMATS)[number]
  readonly fold: Fold
}

const MORE = `
In svg, png and drawio packets go from left to right; a frame holds what works as a pair, a loop round cables is a bond, a filled label
is in use while nothing fails, and nodes of one colour share a risk. More than 60 nodes are folded: --fold none draws each of them.
Mermaid refuses more than 50000 characters or 500 cables unless told otherwise.

Examples:
  $ backhoe graph mlag-pair
  $ backhoe graph campus --format svg >campus.svg
  $ backhoe graph dc1.clab.yml --format png >dc1.png
  $ backhoe graph labs/redundant-switches.lab.ts --format dot | dot -Tsvg >redundant-switches.svg
`

/** `backhoe graph LAB|FILE` */
export function graphCommand(): Command {
  return new Command('graph')
    .description('Draw a topology: roles, ports, VLANs, addresses and what dies together.')
    .argument('<lab|file>', "a lab file, the name of one in labs/, or containerlab's *.clab.yml")
    .addOption(
      new Option('--format <format>', 'Mermaid, for Markdown; Graphviz; or a picture')
        .choices(FORMATS)
        .default('mermaid'),
    )
    .addOption(
      new Option('--fold <what>', 'of a picture: draw twins (hosts at the same switches) or layers as one box')
        .choices(FOLDS)
        .default('auto'),
    )
    .addHelpText('after', MORE)
    .action(async (said: string, { format, fold }: GraphFlags) => {
      if (format === 'png' && process.stdout.isTTY)
        fail({
          code: 'not-for-a-terminal',
          what: 'a PNG is no text',
          next: `backhoe graph ${said} --format png >FILE.png`,
        })
      process.stdout.write(await drawn(await topologyOf(said), format, fold))
    })
}

async function topologyOf(said: string): Promise<Topology> {
  if (/\.(ya?ml|gotmpl|tmpl)$/.test(said)) return fromContainerlab(resolve(said)).topology
  return { ...(await loadTopology(said)), name: labName(findLab(said)) }
}

const isGraph = (format: GraphFlags['format']): format is GraphFormat => GRAPH_FORMATS.some((one) => one === format)

async function drawn(topology: Topology, format: GraphFlags['format'], fold: Fold): Promise<string | Uint8Array> {
  if (isGraph(format)) return renderGraph(topology, format)
  if (topology.nodes.length === 0)
    fail({
      code: 'no-nodes',
      what: `topology ${topology.name} has no nodes, and nothing to draw`,
      allowed: 'a topology with a node',
    })
  const layout = await layOut(topology, { fold })
  if (format === 'svg') return svgOf(layout)
  return format === 'drawio' ? drawioOf(layout) : await pngOf(layout)
}
