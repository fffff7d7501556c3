/*
 * The room of the command: arguments, exit codes, progress, and the text of each verb.
 * It owns what a user types and what is printed to a terminal while something runs.
 * It never decides anything about a network: a verb reads its options, calls another room, and prints.
 * Begin here: the table of verbs, below, each in a file of its own (`run.ts`, `plan.ts`, `inspect.ts` …), which is loaded only when it is
 * called. `output.ts` prints problems and sets the exit code, `usage.ts` finds the nearest verb, `progress.ts` has the lines that move.
 */
import { Command } from 'commander'
import { VERSION } from '../run/version.ts'
import { reportFailure } from './output.ts'
import { parse, throwing, unknownVerb } from './usage.ts'

interface Verb {
  readonly usage: string
  readonly summary: string
  /** Loaded only when it is called: `--help` stays quick. */
  readonly load: () => Promise<Command>
}

const VERBS: Readonly<Record<string, Verb>> = {
  run: {
    usage: '[options] <lab...>',
    summary: 'run labs: build, break, measure, judge',
    load: async () => (await import('./run.ts')).runCommand(),
  },
  plan: {
    usage: '[options] <lab>',
    summary: 'show what a run would do, and what the timers allow',
    load: async () => (await import('./plan.ts')).planCommand(),
  },
  up: {
    usage: '[options] <lab>',
    summary: 'bring a lab up in real time and break it by hand',
    load: async () => (await import('./up.ts')).upCommand(),
  },
  exec: {
    usage: '[options] <node> [-- command]',
    summary: 'run a command, or a shell, in a node of a lab that is up',
    load: async () => (await import('./exec.ts')).execCommand(),
  },
  down: {
    usage: '[lab]',
    summary: 'end a lab that is up, from another shell',
    load: async () => (await import('./down.ts')).downCommand(),
  },
  generate: {
    usage: '[options] <lab>',
    summary: 'write the lab as containerlab files',
    load: async () => (await import('./generate.ts')).generateCommand(),
  },
  graph: {
    usage: '[options] <lab>',
    summary: 'draw the lab: Mermaid, Graphviz, svg, png or drawio',
    load: async () => (await import('./graph.ts')).graphCommand(),
  },
  inspect: {
    usage: '[options] <file|lab>',
    summary: 'show what a containerlab file holds and what can break',
    load: async () => (await import('./inspect.ts')).inspectCommand(),
  },
  record: {
    usage: '[options] <lab>',
    summary: 'run one trial and write the packets of every cable, for Wireshark',
    load: async () => (await import('./record.ts')).recordCommand(),
  },
  report: {
    usage: '[options] <run...>',
    summary: 'render runs again, or merge shards',
    load: async () => (await import('./report.ts')).reportCommand(),
  },
  kernel: {
    usage: '<build|status>',
    summary: 'build the virtual-time kernel, or list all kernels',
    load: async () => (await import('./kernel.ts')).kernelCommand(),
  },
  image: {
    usage: '<build|status>',
    summary: 'build the image that nodes of containers run on',
    load: async () => (await import('./image.ts')).imageCommand(),
  },
  clean: {
    usage: '[options]',
    summary: 'undo what killed runs left behind on this machine',
    load: async () => (await import('./clean.ts')).cleanCommand(),
  },
  repair: {
    usage: '[options] <lab>',
    summary: 're-create the cables that restarted containers have lost',
    load: async () => (await import('./repair.ts')).repairCommand(),
  },
  doctor: {
    usage: '[options]',
    summary: 'show which kernels can run labs here, and what to install',
    load: async () => (await import('./doctor.ts')).doctorCommand(),
  },
}

const EXAMPLE = `
Example:
  $ backhoe run labs/gateway-pair.lab.ts --trials 20

Exit codes: 0 every target met, 1 a target missed, 2 none missed but some undecided,
64 bad arguments or lab, 69 no experiment can run here, 70 Backhoe failed, 130 interrupted.
`

/** Runs the command line and gives the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    return await dispatch(argv)
  } catch (error) {
    return reportFailure(error)
  }
}

async function dispatch(argv: readonly string[]): Promise<number> {
  const [name = '--help'] = argv
  const program = throwing(
    new Command('backhoe')
      .description('Prove that your failover works before the backhoe finds the fibre.')
      .version(VERSION, '-V, --version')
      .helpCommand('help [verb]', 'show the help of a verb'),
  )
  if (name === 'help' && argv[1] !== undefined) return dispatch([argv[1], '--help'])
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined
  if (verb !== undefined) {
    program.addCommand(throwing(await verb.load()))
    return parse(program, argv, `backhoe ${name}`)
  }
  if (!name.startsWith('-') && name !== 'help') throw unknownVerb(name, Object.keys(VERBS))
  for (const [verbName, { usage, summary }] of Object.entries(VERBS))
    program.command(verbName).usage(usage).description(summary)
  program.addHelpText('after', EXAMPLE)
  return parse(program, argv.length === 0 ? ['--help'] : argv, 'backhoe')
}
