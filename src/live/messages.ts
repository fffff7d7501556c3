import { connect, type Socket } from 'node:net'
import { z } from 'zod'
import type { FailureExit, Problem } from '../model/problem.ts'

/** A size of a terminal that somebody looks at. */
const side = z.int().min(1).max(10_000)
/** A system call ends a word at its first NUL. */
const word = z.string().regex(/^[^\0]*$/)

/** From another shell to the command that has a lab up: one JSON object a line. */
const toBench = z.union([
  z.strictObject({
    node: z.string(),
    argv: z.tuple([word.min(1)], word),
    terminal: z.strictObject({ columns: side, rows: side }).nullable(),
  }),
  /** For the command's standard input, base64; null: its end. */
  z.strictObject({ input: z.base64().nullable() }),
  z.strictObject({ down: z.literal(true) }),
])

export type ToBench = z.infer<typeof toBench>

/** @throws Error where it is none */
export const readToBench = (line: string): ToBench => toBench.parse(JSON.parse(line))

export type FromBench =
  | { readonly to: 'stdout' | 'stderr'; readonly output: string }
  | { readonly exited: number }
  | { readonly problems: readonly Problem[]; readonly exitCode: FailureExit }

/** Nothing that either end writes is longer. */
const LONGEST = 2 ** 20

/** null: nobody listens there. */
export function connected(path: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      resolve(socket)
    })
    socket.once('error', () => {
      resolve(null)
    })
  })
}

/** Calls back with each line, until one is too long or is none that can be taken: that is refused, and no further one is read. */
export function readLines(socket: Socket, take: (line: string) => void, refuse: () => void): void {
  let rest = ''
  const read = (chunk: string): void => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    try {
      if (rest.length > LONGEST) throw new Error('too long')
      for (const line of lines) take(line)
    } catch {
      socket.off('data', read).resume()
      refuse()
    }
  }
  socket.setEncoding('utf8').on('data', read)
}

/** Resolves when it is on its way, or nobody is there any more. */
export function writeLine(socket: Socket, message: ToBench | FromBench): Promise<void> {
  return new Promise((resolve) => {
    socket.write(`${JSON.stringify(message)}\n`, () => {
      resolve()
    })
  })
}
