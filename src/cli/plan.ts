import { Command, Option } from 'commander'
import type { Plan } from '../model/plan.ts'
import { plan } from '../run/api.ts'
import { positive, runtimeOption } from './options.ts'
import { printWarnings } from './output.ts'
import { planCommands } from './plan-commands.ts'
import { planOverview } from './plan-overview.ts'
import { planTimeline } from './plan-timeline.ts'
import { terminalStyle } from './terminal.ts'

interface PlanFlags {
  readonly hz: number
  readonly trials?: number
  readonly runtime: 'netns' | 'containerlab'
  readonly attach?: true
  readonly commands?: true
  readonly timeline?: true
  readonly json?: true
}

const EXAMPLES = `
Examples:
  $ backhoe plan labs/gateway-pair.lab.ts
  $ backhoe plan campus --commands | less
  $ backhoe plan gateway-pair --json | jq '.experiments[].variants[].windows'
`

/** `backhoe plan LAB` */
export function planCommand(): Command {
  return new Command('plan')
    .description('Show what a run would break, what the timers allow and whether targets fit in. Nothing is changed.')
    .argument('<lab>', 'a lab file, or the name of one in labs/')
    .option('--hz <n>', 'clock ticks of the kernel that will run it; user-mode-linux has 100', positive, 100)
    .option('--trials <n>', 'trials of each experiment, instead of the lab’s number', positive)
    .addOption(runtimeOption())
    .addOption(new Option('--attach', 'of a lab of containers that runs already').implies({ runtime: 'containerlab' }))
    .option('--commands', 'print every ip and tc command instead, in order')
    .option('--timeline', 'print a trial of each experiment instead, step by step')
    .option('--json', 'print plan.json')
    .addHelpText('after', EXAMPLES)
    .action(async (lab: string, flags: PlanFlags) => {
      const { attach, hz, trials, runtime } = flags
      const choice = {
        hz,
        runtime,
        ...(trials === undefined ? {} : { trials }),
        ...(attach === true ? { attach } : {}),
      }
      const planned = await plan(lab, choice)
      process.stdout.write(shown(planned.plan, flags))
      printWarnings(planned.warnings)
    })
}

function shown(plan: Plan, { json, commands, timeline, hz }: PlanFlags): string {
  if (json === true) return `${JSON.stringify(plan, null, 2)}\n`
  const { width } = terminalStyle(process.stdout)
  const asked = [
    ...(commands === true ? [planCommands(plan, { hz })] : []),
    ...(timeline === true ? [planTimeline(plan, { width })] : []),
  ]
  return asked.length > 0 ? asked.join('\n') : planOverview(plan, { hz, width })
}
