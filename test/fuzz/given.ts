/** A number from the environment; null: it is not given. Ends the process with 64 where it is no number. */
export function given(name: string, example: string): number | null {
  const text = process.env[name] ?? ''
  if (text === '') return null
  const value = Number(text)
  if (value >= 0) return value
  process.stderr.write(`${name} is '${text}', and should be a number: ${example}\n`)
  process.exit(64)
}
