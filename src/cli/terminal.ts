/** How a stream wants its text: no colour where NO_COLOR or CI say so, or where no person watches. */
export interface TerminalStyle {
  readonly color: boolean
  /** Columns. */
  readonly width: number
  /** One line may be rewritten in place. */
  readonly live: boolean
}

export function terminalStyle(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv = process.env): TerminalStyle {
  // Absent, not false, where the stream is a file or a pipe.
  const terminal = (stream.isTTY as boolean | undefined) === true
  // Some terminals have no size: nobody can tell which lines of theirs are to be rewritten.
  const live = terminal && stream.columns > 0 && !set(env.CI) && env.TERM !== 'dumb'
  return {
    live,
    color: live && !set(env.NO_COLOR),
    width: Math.min((terminal ? stream.columns : 0) || columns(env) || (terminal ? 80 : 100), 160),
  }
}

/** As shells export it, for what has no terminal of its own. */
const columns = ({ COLUMNS }: NodeJS.ProcessEnv): number => (/^\d+$/.test(COLUMNS ?? '') ? Number(COLUMNS) : 0)

const set = (value: string | undefined): boolean =>
  value !== undefined && value !== '' && value !== '0' && value !== 'false'

export interface Paint {
  bold(text: string): string
  dim(text: string): string
  red(text: string): string
  yellow(text: string): string
}

export function paint(color: boolean): Paint {
  const wrap = (on: number, off: number) => (text: string) =>
    color ? `\u001B[${String(on)}m${text}\u001B[${String(off)}m` : text
  return { bold: wrap(1, 22), dim: wrap(2, 22), red: wrap(31, 39), yellow: wrap(33, 39) }
}
