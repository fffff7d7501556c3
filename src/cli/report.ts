import { Command } from 'commander'
import { relative } from 'node:path'
import { exitCodeOf, summaryText, writeReport } from '../report/files.ts'
import { readRun } from '../report/folder.ts'
import type { RecordedRun } from '../report/folder.ts'
import { mergeRuns } from '../report/merge.ts'
import type { Summary } from '../report/schema.ts'
import { summarize } from '../report/summarize.ts'
import { renderTerminal } from '../report/terminal.ts'
import { path } from './options.ts'
import { terminalStyle } from './terminal.ts'

interface ReportFlags {
  readonly out?: string
  readonly json?: true
}

const EXAMPLES = `
Examples:
  $ backhoe report runs/latest
  $ backhoe report shard-1 shard-2 --out runs/merged
  $ backhoe report runs/latest --json | jq .counts
`

/** `backhoe report RUN…` */
export function reportCommand(): Command {
  return new Command('report')
    .description(
      'Render a run again from its plan and journal, byte for byte; several are shards of one lab, and are merged.',
    )
    .argument('<run...>', 'folders of runs: runs/LAB/TIMESTAMP, runs/latest')
    .option('--out <dir>', 'folder for summary.json and junit.xml (default: that of a single run)', path)
    .option('--json', 'print the summary as JSON instead of the report')
    .addHelpText('after', EXAMPLES)
    .action((folders: [string, ...string[]], flags: ReportFlags) => {
      const [first, ...rest] = folders
      const run = mergeRuns([readRun(first), ...rest.map(readRun)])
      const summary = summarize(run.plan, run.events, run.meta)
      const out = flags.out ?? (rest.length === 0 ? first : null)
      if (out !== null) writeReport(out, summary)
      process.stdout.write(flags.json === true ? summaryText(summary) : terminalText(run, summary, out))
      process.exitCode = exitCodeOf(summary)
    })
}

function terminalText(run: RecordedRun, summary: Summary, out: string | null): string {
  const { color, width } = terminalStyle(process.stdout)
  const files = out === null ? 'files: none were written; name a folder with --out' : `files: ${relative('', out)}/`
  return renderTerminal(summary, run.plan, run.events, { color, width, files })
}
