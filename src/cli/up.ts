import { Command, Option } from 'commander'
import { findLab, labName } from '../lab/find.ts'
import { Bench } from '../live/bench.ts'
import { dropBenchFolder, makeBenchFolder, makeGuestFolder } from '../live/place.ts'
import { prepareBench, type BenchKernel } from '../live/prepare.ts'
import { listen, serve } from '../live/server.ts'
import type { BenchEvent } from '../live/event.ts'
import { printWarnings } from './output.ts'
import { Prompt } from './prompt.ts'
import { INTERRUPTED } from './watched.ts'

const EXAMPLES = `
Examples:
  $ backhoe up gateway-pair
  > cut active.lan
  > heal
  > quit

In another shell:
  $ backhoe exec r1 -- ip -br address
  $ backhoe down
`

/** `backhoe up LAB` */
export function upCommand(): Command {
  return new Command('up')
    .description('Bring a lab up in real time, break it by hand, and see what each fault costs.')
    .argument('<lab>', 'a lab file, or the name of one in labs/')
    .addOption(
      new Option('--kernel <name>', 'where the lab runs; auto takes the first that can')
        .choices(['auto', 'uml', 'host'])
        .default('auto'),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (lab: string, { kernel }: { readonly kernel: BenchKernel }) => {
      process.exitCode = await up(lab, kernel)
    })
}

async function up(said: string, kernel: BenchKernel): Promise<number> {
  const file = findLab(said)
  const lab = labName(file)
  const server = await listen(makeBenchFolder(lab), lab)
  const ending = new AbortController()
  const stop = (): void => {
    ending.abort(INTERRUPTED)
  }
  const down = (): void => {
    ending.abort(0)
  }
  const served: { bench: Bench | null; readonly down: () => void } = { bench: null, down }
  const door = serve(server, served)
  process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop)
  try {
    return await stay(file, kernel, makeGuestFolder(lab), ending, (bench) => (served.bench = bench))
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop).off('SIGHUP', stop)
    dropBenchFolder(lab)
    door.close()
  }
}

/** Until somebody ends it, or it dies. */
async function stay(
  file: string,
  kernel: BenchKernel,
  folder: string,
  ending: AbortController,
  isUp: (bench: Bench) => void,
): Promise<number> {
  const prepared = await prepareBench(file, kernel)
  printWarnings(prepared.warnings)
  const prompt = new Prompt(prepared.plan, prepared.open.names, file)
  const emit = (event: BenchEvent): void => {
    prompt.show(event)
  }
  try {
    prompt.say(`${prepared.plan.lab} comes up on ${prepared.chosen.because}`)
    const bench = await Bench.open(prepared, { folder, emit, signal: ending.signal })
    isUp(bench)
    prompt.say(`${prepared.plan.lab} is up; help shows what can be done`)
    const end = (reason: unknown): void => {
      ending.abort(reason)
    }
    prompt.run(bench).then(end, end)
    const ended = await bench.ended
    if (!ending.signal.aborted) throw bench.died(ended)
    return codeOf(ending.signal)
  } catch (error) {
    // A lab that was coming up is gone as it was asked to be.
    if (ending.signal.aborted) return codeOf(ending.signal)
    throw error
  } finally {
    ending.abort(0)
    prompt.close()
    await prepared.open.close()
  }
}

/** With which code somebody ended the lab. @throws whatever ended it otherwise */
function codeOf({ reason }: AbortSignal): number {
  if (typeof reason === 'number') return reason
  throw reason
}
