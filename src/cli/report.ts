import { Command } from 'commander'
import { readRun } from '../report/folder.ts'
import { exitCodeOf, summaryText, writeReport } from '../report/files.ts'
import { mergeRuns } from '../report/merge.ts'
import { summarize } from '../report/summarize.ts'
import { renderTerminal } from '../report/terminal.ts'

interface ReportOptions {
  readonly out?: string
  readonly json?: true
}

const EXAMPLES = `
Examples:
  backhoe report runs/latest                      the last run again, byte for byte
  backhoe report shard-1 shard-2 --out runs/all   shards of one lab as one run
  backhoe report runs/latest --json | jq .counts`

/** `backhoe report RUN…`: renders runs again from their plan and journal; several are shards of one lab. */
export function reportCommand(): Command {
  return new Command('report')
    .description('render a run again from its journal, or merge the shards of one lab')
    .argument('<run...>', 'folders of runs: runs/LAB/TIMESTAMP, runs/latest')
    .option('-o, --out <dir>', 'where summary.json and junit.xml go (default: the folder of a single run)')
    .option('--json', 'print summary.json instead of the report')
    .addHelpText('after', EXAMPLES)
    .action((folders: string[], options: ReportOptions) => {
      const [first, ...rest] = folders.map(readRun)
      if (first === undefined) return
      const run = mergeRuns([first, ...rest])
      const summary = summarize(run.plan, run.events, run.meta)
      const out = options.out ?? (rest.length === 0 ? run.folder : undefined)
      if (out !== undefined) writeReport(out, summary)
      process.stdout.write(options.json === true ? summaryText(summary) : terminalText(run, summary, out))
      process.exitCode = exitCodeOf(summary)
    })
}

function terminalText(
  run: ReturnType<typeof mergeRuns>,
  summary: ReturnType<typeof summarize>,
  out: string | undefined,
): string {
  const color = process.stdout.isTTY && process.env['NO_COLOR'] === undefined
  const files =
    out === undefined ? 'nothing written: name a folder with --out' : `files: ${out}/{summary.json,junit.xml}`
  return renderTerminal(summary, run.plan, run.events, { color, width: process.stdout.columns ?? 80, files })
}
