import { Command } from 'commander'
import { throwProblems } from '../model/problem.ts'
import { examine, type Repair } from '../run/repair.ts'

const EXAMPLES = `
Examples:
  $ backhoe repair gateway-pair --dry-run
  $ backhoe repair gateway-pair
`

/** `backhoe repair LAB` */
export function repairCommand(): Command {
  return new Command('repair')
    .description('Re-create the cables that restarted containers have lost, and their configuration.')
    .argument('<lab>', 'a lab that runs on this machine, by containerlab’s name of it')
    .option('--dry-run', 'only show what would be done')
    .addHelpText('after', EXAMPLES)
    .action(async (lab: string, { dryRun = false }: { readonly dryRun?: boolean }) => {
      const repair = await examine(lab)
      process.stdout.write(repairText(lab, repair))
      if (!dryRun && repair.torn.length > 0) {
        await repair.perform()
        process.stdout.write('done\n')
      }
      throwProblems(repair.lost, 70)
    })
}

/** One line for each cable that is torn, and for each thing that a node is told or is not. */
export function repairText(lab: string, { torn, bare, lost }: Repair): string {
  if (torn.length + lost.length === 0) return `no cable of ${lab} is torn\n`
  return [
    ...torn.map(({ stitch, what }) => `${stitch.cable}: ${what}; make it again`),
    ...bare.flatMap(({ node, exec, ours }) => [
      ...exec.map((command) => `${node}: ${command}`),
      ...(ours
        ? []
        : [`${node}: not restored is what it had beside its file’s exec: what its image or somebody has set`]),
    ]),
  ]
    .map((line) => `${line}\n`)
    .join('')
}
