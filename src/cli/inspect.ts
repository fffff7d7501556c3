import { Command } from 'commander'
import { resolve } from 'node:path'
import { fromWorkingDirectory } from '../words/callsite.ts'
import { inspectClab } from '../clab/inspect.ts'
import { readClab } from '../clab/read.ts'
import { readSource } from '../clab/source.ts'
import { findLab, labName } from '../lab/find.ts'
import { loadTopology } from '../lab/load.ts'
import { BackhoeError } from '../model/problem.ts'
import { renderClab } from '../render/clab.ts'
import { inspectionText } from './inspect-text.ts'
import { printWarnings } from './output.ts'

interface InspectFlags {
  readonly json?: true
}

const EXAMPLES = `
Examples:
  $ backhoe inspect dc1.clab.yml
  $ backhoe inspect gateway-pair --json | jq .links
`

/** `backhoe inspect FILE|LAB` */
export function inspectCommand(): Command {
  return new Command('inspect')
    .description(
      'Say what a topology file of containerlab holds, what can be broken in it, and what we cannot know of it.',
    )
    .argument('<file|lab>', 'a *.clab.yml, or a lab as containerlab would get it')
    .option('--json', 'print it as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (said: string, { json }: InspectFlags) => {
      const { text, file, ours } = await sourceOf(said)
      const inspection = inspectClab(readClab(text, file, process.env), ours)
      if (!json) printWarnings(inspection.warnings)
      process.stdout.write(
        json ? `${JSON.stringify(inspection, null, 2)}\n` : inspectionText(inspection, fromWorkingDirectory(file)),
      )
    })
}

/** What cannot be found may have been meant as either. */
function orTopologyFile(error: unknown): never {
  if (!(error instanceof BackhoeError)) throw error
  const problems = error.problems.map((one) =>
    one.code === 'no-such-lab'
      ? {
          ...one,
          what: one.what.replace('there is no lab', 'there is no topology file and no lab'),
          allowed: `a topology file of containerlab (*.clab.yml), or a lab: ${one.allowed ?? ''}`,
        }
      : one,
  )
  throw new BackhoeError(problems, error.exitCode)
}

/** A lab of ours has no file before it is generated. */
async function sourceOf(said: string): Promise<{ text: string; file: string; ours: boolean }> {
  const isFile = /\.(ya?ml|gotmpl|tmpl)$/.test(said)
  const topology = isFile ? null : await loadTopology(said).catch(orTopologyFile)
  if (topology === null || topology.containerlab !== undefined) {
    const file = resolve(topology?.containerlab?.file ?? said)
    return { text: readSource(file), file, ours: false }
  }
  const name = labName(findLab(said))
  return { text: renderClab({ ...topology, name }).yaml, file: resolve(`${name}.clab.yml`), ours: true }
}
