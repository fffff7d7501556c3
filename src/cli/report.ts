import { Command } from 'commander'
import { relative } from 'node:path'
import { exitCodeOf, summaryText, writeReport } from '../report/files.ts'
import { report } from '../run/api.ts'
import type { RunReport } from '../report/run-event.ts'
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
    .action(async (folders: [string, ...string[]], flags: ReportFlags) => {
      const [first, ...rest] = folders
      const run = await report(...folders)
      const { summary } = run
      const out = flags.out ?? (rest.length === 0 ? first : null)
      if (out !== null) writeReport(out, summary)
      process.stdout.write(flags.json === true ? summaryText(summary) : terminalText(run, out))
      process.exitCode = exitCodeOf(summary)
    })
}

function terminalText({ summary, plan, journal }: RunReport, out: string | null): string {
  const { color, width } = terminalStyle(process.stdout)
  const files = out === null ? 'files: none were written; name a folder with --out' : `files: ${relative('', out)}/`
  return renderTerminal(summary, plan, journal, { color, width, files })
}
