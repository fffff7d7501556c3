import { Command, Option } from 'commander'
import { findLab, labName } from '../lab/find.ts'
import { loadTopology } from '../lab/load.ts'
import { GRAPH_FORMATS, renderGraph, type GraphFormat } from '../render/graph.ts'

interface GraphFlags {
  readonly format: GraphFormat
}

const MORE = `
Mermaid refuses more than 50000 characters or 500 cables unless told otherwise: draw a big lab as dot.

Examples:
  $ backhoe graph mlag-pair
  $ backhoe graph labs/redundant-switches.lab.ts --format dot | dot -Tsvg >redundant-switches.svg
`

/** `backhoe graph LAB` */
export function graphCommand(): Command {
  return new Command('graph')
    .description("Draw the lab's topology: roles, ports, VLANs, addresses and what dies together.")
    .argument('<lab>', 'a lab file, or the name of one in labs/')
    .addOption(
      new Option('--format <format>', 'Mermaid, for Markdown; or Graphviz').choices(GRAPH_FORMATS).default('mermaid'),
    )
    .addHelpText('after', MORE)
    .action(async (lab: string, { format }: GraphFlags) => {
      const topology = await loadTopology(lab)
      process.stdout.write(renderGraph({ ...topology, name: labName(findLab(lab)) }, format))
    })
}
