import { InvalidArgumentError, Option } from 'commander'

/** `--runtime`, of every verb that plans a lab. */
export const runtimeOption = (): Option =>
  new Option('--runtime <name>', 'how nodes run: network namespaces or containers')
    .choices(['netns', 'containerlab'])
    .default('netns')

/** A count as people type it; commander shows the message beside the option's name. */
export function positive(text: string): number {
  const value = wholeNumber(text)
  if (value === 0) throw new InvalidArgumentError('It must be at least 1.')
  return value
}

/** A folder, or a file: '' would be the current folder, which nobody means by it. */
export function path(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError("It must be a path, such as '.' for the current folder.")
  return text
}

/** 0, 1, 2, … */
export function wholeNumber(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw new InvalidArgumentError('It must be a whole number.')
  return value
}
