import { Command, Option } from 'commander'
import { plan } from '../run/api.ts'
import { positive, runtimeOption } from './options.ts'
import { printWarnings } from './output.ts'
import { planText } from './plan-text.ts'

interface PlanFlags {
  readonly hz: number
  readonly trials?: number
  readonly runtime: 'netns' | 'containerlab'
  readonly attach?: true
  readonly json?: true
}

const EXAMPLES = `
Examples:
  $ backhoe plan labs/gateway-pair.lab.ts
  $ backhoe plan gateway-pair --json | jq '.experiments[].variants[].windows'
`

/** `backhoe plan LAB` */
export function planCommand(): Command {
  return new Command('plan')
    .description('Show what a run would do, as ip and tc commands, and what the timers allow. Nothing is changed.')
    .argument('<lab>', 'a lab file, or the name of one in labs/')
    .option('--hz <n>', 'clock ticks of the kernel that will run it; user-mode-linux has 100', positive, 100)
    .option('--trials <n>', 'trials of each experiment, instead of the lab’s number', positive)
    .addOption(runtimeOption())
    .addOption(new Option('--attach', 'of a lab of containers that runs already').implies({ runtime: 'containerlab' }))
    .option('--json', 'print plan.json')
    .addHelpText('after', EXAMPLES)
    .action(async (lab: string, { json, attach, ...options }: PlanFlags) => {
      const planned = await plan(lab, { ...options, ...(attach === undefined ? {} : { attach }) })
      process.stdout.write(json ? `${JSON.stringify(planned.plan, null, 2)}\n` : planText(planned.plan, options))
      printWarnings(planned.warnings)
    })
}
