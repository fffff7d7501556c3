import { Command } from 'commander'
import { examine } from '../kernel/examine.ts'
import { examineContainers } from '../runtime/containerlab/examine.ts'
import { renderExamination } from './kernel-text.ts'
import { interruptible } from './interrupt.ts'
import { paint, terminalStyle } from './terminal.ts'

const EXAMPLES = `
Examples:
  $ backhoe doctor
  $ backhoe doctor --json | jq '.next[]'

Exit codes: 0 some kernel boots here, 69 none does, 130 interrupted.
`

/** `backhoe doctor` */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Show which kernels can run labs here: what is installed, what each kernel can do, what to install.')
    .option('--json', 'print it as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async ({ json }: { json?: true }) => {
      const examination = await interruptible(async (signal) => examine({ signal, more: await examineContainers() }))
      const { color, width } = terminalStyle(process.stdout)
      const text =
        json === true
          ? `${JSON.stringify(examination, null, 2)}\n`
          : renderExamination(examination, { paint: paint(color), width })
      process.stdout.write(text)
      process.exitCode = examination.canRun ? 0 : 69
    })
}
