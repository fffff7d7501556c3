import { Command } from 'commander'
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { splitTrials, startOf } from '../journal/trials.ts'
import { isDiskFull } from '../journal/disk-full.ts'
import { makeFolders } from '../journal/make-folders.ts'
import { captureFiles } from '../model/capture.ts'
import type { JournalEvent } from '../model/journal.ts'
import { fail, throwProblems, type Problem } from '../model/problem.ts'
import { formatNs } from '../model/time.ts'
import { pcapngOf } from '../report/recording/pcapng.ts'
import { recordingOf, type CapturedCable } from '../report/recording/recording.ts'
import type { RunResult } from '../report/run-event.ts'
import { storiesOf } from '../report/story/stories.ts'
import { plural } from '../report/text.ts'
import { prepare } from '../run/api.ts'
import type { RunOptions } from '../run/options.ts'
import type { PreparedRun } from '../run/prepare.ts'
import { VERSION } from '../run/version.ts'
import {
  kernelOption,
  onlyOption,
  outOption,
  path,
  quietOption,
  runtimeOption,
  seedOption,
  trialsOption,
  wholeNumber,
} from './options.ts'
import { printWarnings, reportFailure } from './output.ts'
import { whyNotWritable } from './report-file.ts'
import { realFile } from './report-over.ts'
import { INTERRUPTED, onStandardError, watched } from './watched.ts'

/** As after `run`: nothing is missed, and nothing decided. */
const UNDECIDED = 2

interface RecordFlags extends Pick<RunOptions, 'runtime' | 'kernel' | 'trials' | 'seed' | 'only' | 'out'> {
  readonly output?: string
  readonly quiet?: boolean
  readonly trial: number
}

const EXAMPLES = `
Each cable is an interface with its name. A frame that both ends saw within a millisecond is there once; one that only one end saw has a comment
that names the end: the cable lost, delayed or changed it. The first frame after the fault, its detection and its healing has a comment, too.

Examples:
  $ backhoe record gateway-pair -o pair.pcapng && wireshark pair.pcapng
  $ backhoe record campus --only "core-1 loses its power" --trial 3 --seed 2718281828 -o campus.pcapng
  $ tshark -r pair.pcapng -Y frame.comment -T fields -e frame.time_epoch -e frame.interface_name -e frame.comment
`

/** `backhoe record LAB` */
export function recordCommand(): Command {
  return new Command('record')
    .description('Run one trial and write the packets of every cable into one file, for Wireshark.')
    .argument('<lab>', 'a lab file, or the name of one in labs/')
    .option('-o, --output <file>', 'the file, in the pcapng format (default: LAB.pcapng)', path)
    .addOption(onlyOption())
    .option('--trial <i>', 'which trial', wholeNumber, 0)
    .addOption(trialsOption())
    .addOption(seedOption())
    .addOption(runtimeOption())
    .addOption(kernelOption())
    .addOption(outOption())
    .addOption(quietOption())
    .addHelpText('after', EXAMPLES)
    .action(async (lab: string, { output, quiet, ...options }: RecordFlags) => {
      const prepared = await prepare(lab, { ...options, pcap: true })
      const file = output ?? `${prepared.plan.lab}.pcapng`
      refuse(prepared, file)
      printWarnings(prepared.warnings)
      const result = await watched(prepared, onStandardError(quiet), () => undefined)
      if (result.failure !== null) process.exitCode = reportFailure(result.failure.error)
      else if (result.status === 'interrupted') process.exitCode = INTERRUPTED
      else process.exitCode = recorded(result, file)
    })
}

/** Before any guest starts, with all problems at once. */
function refuse({ plan: { experiments }, file: lab }: PreparedRun, file: string): void {
  const problems: Problem[] = []
  if (experiments.length > 1)
    problems.push({
      code: 'several-experiments',
      what: `a recording is of one trial, and ${String(experiments.length)} experiments are chosen`,
      ...(lab === '' ? {} : { where: lab }),
      allowed: experiments.map(({ name }) => JSON.stringify(name)).join(', '),
      next: `--only ${JSON.stringify(experiments[0]?.name)}`,
    })
  // A lab or a journal in its place would be lost.
  const isNamed = file.endsWith('.pcapng')
  if (!isNamed)
    problems.push({
      code: 'not-pcapng',
      what: `the recording would be written to ${file}`,
      allowed: 'a file whose name ends in .pcapng',
    })
  const why = isNamed ? (whyNotWritable(resolve(file)) ?? whyNotWritable(partOf(file))) : null
  if (why !== null)
    problems.push({
      code: 'recording-not-writable',
      what: `the recording cannot be written to ${file}: ${why}`,
      allowed: 'a file that you may write to',
    })
  throwProblems(problems)
}

function recorded(result: RunResult, file: string): number {
  const { plan, folder, summary } = result
  const [journal = []] = splitTrials(result.journal)
  const [story] = storiesOf(result)
  const { experiment, trial, epochS } = startOf(journal)
  if (story === undefined || epochS === undefined)
    fail({ code: 'nothing-recorded', what: `the trial never began: ${failureOf(journal)}`, where: folder }, 70)
  const captures = join(folder, 'trials', `${String(experiment)}-${String(trial)}`, 'pcap')
  const files = captureFiles(plan.cables)
  const cables = plan.cables.map((cable, number): CapturedCable => {
    const { a = '', b = '' } = files[number] ?? {}
    return { cable, a: readFileSync(join(captures, a)), b: readFileSync(join(captures, b)) }
  })
  const application = `Backhoe ${VERSION}, ${summary.kernel}`
  const recording = recordingOf({ story, epochS, cables, application })
  writeWhole(file, pcapngOf(recording))
  const { zeroNs, toNs } = story.axis
  const fault = zeroNs === null ? 'no fault' : `the fault after ${formatNs(zeroNs)}`
  process.stdout.write(
    `recorded: ${plural(recording.frames.length, 'frame')} on ${plural(cables.length, 'cable')} in ${formatNs(toNs)} of the lab, ${fault}\n${file}\n`,
  )
  if (zeroNs !== null) return 0
  process.stderr.write(`nothing was broken: ${failureOf(journal)}\n`)
  return UNDECIDED
}

/** Where it is written until it is whole. */
const partOf = (file: string): string => `${realFile(resolve(file))}.part`

function writeWhole(file: string, blocks: Iterable<Buffer>): void {
  const part = partOf(file)
  try {
    makeFolders(dirname(part))
    writeBlocks(part, blocks)
    renameSync(part, realFile(resolve(file)))
  } catch (error) {
    rmSync(part, { force: true })
    if (!isDiskFull(error)) throw error
    fail(
      {
        code: 'disk-full',
        what: 'no space is left for the recording',
        where: file,
        next: 'free some space, or: -o FILE on another disk',
      },
      70,
    )
  }
}

/** Some at a time: a campus has a million of them. */
function writeBlocks(file: string, blocks: Iterable<Buffer>): void {
  const descriptor = openSync(file, 'w')
  try {
    let some: Buffer[] = []
    for (const block of blocks) {
      some.push(block)
      if (some.length < 4096) continue
      writeFileSync(descriptor, Buffer.concat(some))
      some = []
    }
    writeFileSync(descriptor, Buffer.concat(some))
  } finally {
    closeSync(descriptor)
  }
}

/** Why the trial got no further. */
const failureOf = (journal: readonly JournalEvent[]): string =>
  journal.flatMap((event) => {
    if (event.ev === 'error') return [event.what]
    return event.ev === 'gate' && !event.passed ? [event.because] : []
  })[0] ?? 'it ended before'
