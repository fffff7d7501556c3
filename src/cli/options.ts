import { InvalidArgumentError, Option } from 'commander'
import { wholeNumber as whole } from '../words/kinds.ts'

/** `--runtime`, of every verb that plans a lab. */
export const runtimeOption = (): Option =>
  new Option('--runtime <name>', 'how nodes run: network namespaces or containers')
    .choices(['netns', 'containerlab'])
    .default('netns')

/** Of every verb that runs a lab. */
export const kernelOption = (): Option =>
  new Option('--kernel <name>', 'where the lab runs; auto takes the first that can')
    .choices(['auto', 'virtual', 'uml', 'host'])
    .default('auto')

export const trialsOption = (): Option =>
  new Option('--trials <n>', 'trials of each experiment, instead of the lab’s number').argParser(positive)

export const seedOption = (): Option =>
  new Option('--seed <s>', 'seed for every random choice in the run (default: a fresh one, printed)').argParser(
    wholeNumber,
  )

export const onlyOption = (): Option =>
  new Option('--only <text>', 'the experiment of this name, else all whose name holds this text')

/** Of every verb that shows its progress. */
export const quietOption = (): Option =>
  new Option('-q, --quiet', 'show no progress: only results, warnings and errors')

export const outOption = (): Option => new Option('--out <dir>', 'folder for the runs').argParser(path).default('runs')

/** A folder, or a file: '' would be the current folder, which nobody means by it. */
export function path(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError("It must be a path, such as '.' for the current folder.")
  return text
}

/** Of digits alone; commander shows the message beside the option's name. */
const countFrom =
  (min: number) =>
  (text: string): number => {
    const { read, holds, allowed } = whole({ min })
    const value = read(/^\d+$/.test(text) ? Number(text) : null)
    if (value === null || holds?.(value) === false) throw new InvalidArgumentError(`It must be ${allowed}.`)
    return value
  }

export const wholeNumber = countFrom(0)
export const positive = countFrom(1)
