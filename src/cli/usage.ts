import { CommanderError } from 'commander'
import type { Command } from 'commander'
import { BackhoeError } from '../model/problem.ts'
import { remedyFor } from '../words/nearest.ts'

/** Makes a command and all below it throw instead of printing and leaving: errors have one place and one form. */
export function throwing(command: Command): Command {
  command.exitOverride().configureOutput({ outputError: () => undefined, writeErr: () => undefined })
  for (const child of command.commands) throwing(child)
  return command
}

/** Runs the verb and gives its exit code; commander's errors come out as ours. */
export async function parse(program: Command, argv: readonly string[], helpOf: string): Promise<number> {
  try {
    await program.parseAsync(argv, { from: 'user' })
    return Number(process.exitCode ?? 0)
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return 0
    throw usageError(error, program, argv, helpOf)
  }
}

function usageError(error: CommanderError, program: Command, argv: readonly string[], helpOf: string): BackhoeError {
  const code = kebab(error.code.replace(/^commander\./, ''))
  if (code === 'help')
    return new BackhoeError([
      {
        code: 'no-verb',
        what: `${helpOf} needs one more word`,
        allowed: verbsOf(program, argv),
        next: `${helpOf} --help`,
      },
    ])
  const [message = '', ...rest] = error.message.replace(/^error: /, '').split('\n')
  const [what, choices] = split(message)
  const suggestion = /\(Did you mean (?:one of )?(.*)\?\)/i.exec(rest.join(' '))?.[1]
  const allowed = suggestion ?? choices
  return new BackhoeError([{ code, what, ...(allowed === undefined ? {} : { allowed }), next: `${helpOf} --help` }])
}

/** `… is invalid. Allowed choices are a, b.` → what is wrong, and what is allowed. */
function split(message: string): [string, string | undefined] {
  const match = /^(.* is invalid)\. (?:Allowed choices are |It must be )(.*)\.$/.exec(message)
  return match?.[1] === undefined ? [message, undefined] : [match[1], match[2]]
}

/** What could have stood where a subcommand is missing. */
function verbsOf(program: Command, argv: readonly string[]): string {
  const verb = program.commands.find((command) => command.name() === argv[0]) ?? program
  return verb.commands.map((command) => command.name()).join(', ')
}

export function unknownVerb(name: string, verbs: readonly string[]): BackhoeError {
  const remedy = remedyFor(name, verbs, { otherwise: 'backhoe --help' })
  return new BackhoeError([{ code: 'unknown-verb', what: `there is no verb ${name}`, ...remedy }])
}

const kebab = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
