import { Command, Option } from 'commander'
import { writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { findLab, labName } from '../lab/find.ts'
import { loadTopology } from '../lab/load.ts'
import { fail } from '../model/problem.ts'
import { CLAB_LINKS, type ClabLinks } from '../render/clab-links.ts'
import { renderClab } from '../render/clab.ts'
import { makeFolders } from '../journal/make-folders.ts'
import { path as pathOf } from './options.ts'

interface GenerateFlags {
  readonly out: string
  readonly links: ClabLinks
}

const EXAMPLES = `
Examples:
  $ backhoe generate gateway-pair
  $ backhoe generate labs/gateway-pair.lab.ts -o clab && containerlab deploy -t clab/gateway-pair.clab.yml
`

/** `backhoe generate LAB` */
export function generateCommand(): Command {
  return new Command('generate')
    .description("Write the lab's topology for containerlab: NAME.clab.yml and every node's files.")
    .argument('<lab>', 'a lab file, or the name of one in labs/')
    .option('-o, --out <dir>', 'folder for the files', pathOf, '.')
    .addOption(
      new Option('--links <kind>', 'how cables are made: stitch needs containerlab 0.78; host, any; veth cannot be cut')
        .choices(CLAB_LINKS)
        .default('stitch'),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (lab: string, { out, links }: GenerateFlags) => {
      // Two labs may share a generator: the files are the lab's.
      const name = labName(findLab(lab))
      const topology = await loadTopology(lab)
      if (topology.containerlab !== undefined) refuseOwn(topology.containerlab.file)
      const { yaml, files } = renderClab({ ...topology, name }, links)
      for (const [path, text] of Object.entries({ [`${name}.clab.yml`]: yaml, ...files })) {
        write(resolve(out, path), text)
        process.stdout.write(`${join(out, path)}\n`)
      }
    })
}

const refuseOwn = (file: string): never =>
  fail({
    code: 'has-a-file',
    what: 'there is nothing to generate: the lab is on a topology file of its own',
    next: `containerlab deploy --topo ${file}`,
  })

function write(file: string, text: string): void {
  try {
    makeFolders(dirname(file))
    writeFileSync(file, text)
  } catch (error) {
    fail({
      code: 'not-writable',
      what: `cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`,
      next: 'name another folder with --out',
    })
  }
}
