import { Command } from 'commander'
import { throwProblems } from '../model/problem.ts'
import { exitCodeOf, writeReport } from '../report/files.ts'
import { replay } from '../report/replay.ts'
import { report } from '../run/api.ts'
import { path } from './options.ts'
import { reportProblems } from './output.ts'
import { asked, chooseReporters, reporterOption } from './reporters.ts'
import { hereForReporters, Reporting } from './reporting.ts'

interface ReportFlags {
  readonly out?: string
  readonly json?: true
  readonly reporter?: readonly string[]
}

const EXAMPLES = `
Examples:
  $ backhoe report runs/latest
  $ backhoe report shard-1 shard-2 --out runs/merged
  $ backhoe report runs/latest --json | jq .counts
  $ backhoe report runs/latest --reporter markdown=summary.md
`

/** `backhoe report RUN…` */
export function reportCommand(): Command {
  return new Command('report')
    .description(
      'Render a run again from its plan and journal, byte for byte; several are shards of one lab, and are merged.',
    )
    .argument('<run...>', 'folders of runs: runs/LAB/TIMESTAMP, runs/latest')
    .option('--out <dir>', 'folder for summary.json, junit.xml and report.html (default: that of a single run)', path)
    .addOption(reporterOption())
    .option('--json', 'the same as --reporter json')
    .addHelpText('after', EXAMPLES)
    .action(async (folders: [string, ...string[]], flags: ReportFlags) => {
      const run = await report(...folders)
      const place = hereForReporters()
      const { reporters, problems } = await chooseReporters(asked(flags), [run.plan.lab], place)
      throwProblems(problems)
      const out = flags.out ?? (folders.length === 1 ? folders[0] : '')
      if (out !== '') await writeReport(run, out)
      const reporting = new Reporting(reporters, place)
      for (const event of replay({ ...run, folder: out })) await reporting.show(event)
      process.exitCode = reportProblems(reporting.problems) ?? exitCodeOf(run.summary)
    })
}
