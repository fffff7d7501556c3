import { InvalidArgumentError, Option } from 'commander'
import { wholeNumber as whole } from '../words/kinds.ts'

/** `--runtime`, of every verb that plans a lab. */
export const runtimeOption = (): Option =>
  new Option('--runtime <name>', 'how nodes run: network namespaces or containers')
    .choices(['netns', 'containerlab'])
    .default('netns')

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
