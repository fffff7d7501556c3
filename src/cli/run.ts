import { Command } from 'commander'
import { relative } from 'node:path'
import { BackhoeError, throwProblems } from '../model/problem.ts'
import { exitCodeOf } from '../report/files.ts'
import type { ReporterPlace } from '../report/reporters/kind.ts'
import { prepare } from '../run/api.ts'
import type { RunOptions } from '../run/options.ts'
import type { PreparedRun } from '../run/prepare.ts'
import type { KeptLab } from '../report/run-event.ts'
import {
  kernelOption,
  onlyOption,
  outOption,
  quietOption,
  runtimeOption,
  seedOption,
  trialsOption,
  wholeNumber,
} from './options.ts'
import { printWarnings, reportFailure, reportProblems } from './output.ts'
import { asked, chooseReporters, reporterOption, type ChosenReporter } from './reporters.ts'
import { hereForReporters, Reporting } from './reporting.ts'
import { INTERRUPTED, onStandardError, watched, type Display } from './watched.ts'

/** Of several labs, the code that says most. */
const WORST_FIRST = [70, 69, 64, 1, 2]

interface RunFlags extends RunOptions {
  readonly json?: boolean
  readonly quiet?: boolean
  readonly reporter?: readonly string[]
}

const EXAMPLES = `
Examples:
  $ backhoe run labs/gateway-pair.lab.ts
  $ backhoe run labs/*.lab.ts --trials 5 --kernel uml
  $ backhoe run labs/gateway-pair.lab.ts --trial 7 --seed 2718281828 --pcap
  $ backhoe run labs/gateway-pair.lab.ts --reporter junit=out/junit.xml --reporter github
`

/** `backhoe run LAB…` */
export function runCommand(): Command {
  return new Command('run')
    .description(
      'Build each lab in guests of its own, break it, measure what was lost and judge that against its targets.',
    )
    .argument('<lab...>', 'lab files, or the names of labs in labs/')
    .addOption(runtimeOption())
    .addOption(kernelOption())
    .addOption(trialsOption())
    .option('--trial <i>', 'replay only trial <i> of each experiment', wholeNumber)
    .addOption(seedOption())
    .addOption(onlyOption())
    .addOption(outOption())
    .option('--pcap', 'capture every cable, which moves instants a little: another identity')
    .option('--attach', 'containerlab: work on the lab that runs already, and leave it as it was')
    .option('--keep', 'containerlab on this machine’s kernel: leave the lab running')
    .addOption(reporterOption())
    .addOption(quietOption())
    .option('--json', 'the same as --reporter json: the summaries as JSON lines')
    .addHelpText('after', EXAMPLES)
    .action(async (labs: string[], { json = false, quiet, reporter = [], ...options }: RunFlags) => {
      process.exitCode = await runLabs(labs, options, asked({ json, reporter }), quiet)
    })
}

async function runLabs(
  labs: readonly string[],
  options: RunOptions,
  reporterTexts: readonly string[],
  quiet: boolean | undefined,
): Promise<number> {
  const codes: number[] = []
  const place = hereForReporters()
  const { prepared, reporters } = await prepareAll(labs, options, reporterTexts, place)
  for (const one of prepared) {
    const display = onStandardError(quiet)
    const hide = (): void => {
      display.live.hide()
    }
    const code = await runOne(one, display, new Reporting(reporters, place, hide))
    if (code === INTERRUPTED) return code
    codes.push(code)
  }
  return WORST_FIRST.find((code) => codes.includes(code)) ?? 0
}

/** All of them before any starts: a mistake in the last lab must not cost the time of those before it. */
async function prepareAll(
  labs: readonly string[],
  options: RunOptions,
  reporterTexts: readonly string[],
  place: ReporterPlace,
): Promise<{ readonly prepared: readonly PreparedRun[]; readonly reporters: readonly ChosenReporter[] }> {
  const prepared: PreparedRun[] = []
  const refused: BackhoeError[] = []
  for (const lab of labs) {
    try {
      // All labs get the same one.
      const { seed = prepared[0]?.request.seed } = options
      prepared.push(await prepare(lab, { ...options, ...(seed === undefined ? {} : { seed }) }))
    } catch (error) {
      if (!(error instanceof BackhoeError)) throw error
      refused.push(error)
    }
  }
  const names = prepared.map(({ plan }) => plan.lab)
  const files = prepared.map(({ file }) => file)
  const { reporters, problems } = await chooseReporters(reporterTexts, names, place, files)
  if (problems.length > 0) refused.push(new BackhoeError(problems))
  const exitCode = refused.find((error) => error.exitCode === 64)?.exitCode ?? refused[0]?.exitCode
  throwProblems(
    refused.flatMap((error) => error.problems),
    exitCode,
  )
  printWarnings(prepared.flatMap(({ warnings }) => warnings))
  return { prepared, reporters }
}

async function runOne(prepared: PreparedRun, display: Display, reporting: Reporting): Promise<number> {
  const result = await watched(prepared, display, (event) => reporting.show(event)).finally(() => {
    reporting.close()
  })
  if (result.kept !== null) process.stderr.write(keptText(result.kept))
  const failed = reportProblems(reporting.problems)
  if (result.failure !== null) return reportFailure(result.failure.error)
  if (result.status === 'interrupted') return INTERRUPTED
  return failed ?? exitCodeOf(result.summary)
}

const keptText = ({ lab, container, topologyFile }: KeptLab): string => `
the lab ${lab} stays
  enter   docker exec -it ${container} bash
  remove  containerlab destroy --topo ${relative('', topologyFile)} --cleanup
`
