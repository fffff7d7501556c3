import type { FaultVariant } from './plan.ts'
import type { Problem } from './problem.ts'
import type { Ns } from './time.ts'

/** What the command asks of the agent of a lab that is up. They are done one after the other, and each is answered. */
export type LiveRequest = { readonly id: number } & (
  | { readonly ask: 'inject'; readonly variants: readonly FaultVariant[] }
  /** `fault`: the request that injected it. */
  | { readonly ask: 'heal'; readonly fault: number }
  /** Is anything left of the faults? Answered where none is there. */
  | { readonly ask: 'verify' }
  /** What streams and sessions have lost of what left since then, up to the instant or to what is certain by now. */
  | { readonly ask: 'account'; readonly sinceNs: Ns; readonly untilNs: Ns | null }
  | {
      readonly ask: 'exec'
      readonly node: string
      readonly argv: readonly string[]
      /** null: it has none. */
      readonly terminal: TerminalSize | null
    }
  /** For the standard input of a command. null: it ends. */
  | { readonly ask: 'input'; readonly command: number; readonly base64: string | null }
  /** Nobody wants the command's output any more. */
  | { readonly ask: 'kill'; readonly command: number }
)

export interface TerminalSize {
  readonly columns: number
  readonly rows: number
}

/** What the journal of a lab that is up holds beside the events of a trial. */
export type LiveBody =
  /** What follows, up to its answer, belongs to this request. */
  | { readonly ev: 'asked'; readonly id: number }
  | { readonly ev: 'answered'; readonly id: number; readonly problem: Problem | null }
  /** A command has ended, and all of its output is there. */
  | { readonly ev: 'exited'; readonly command: number; readonly code: number }

/** The code of the problem of a command that cannot start. */
export const CANNOT_RUN = 'cannot-run'

/** Folders below the guest's own through which messages go: to the agent, and what a command writes. */
export const INBOX = 'inbox'
export const outputFolder = (command: number, to: 'stdout' | 'stderr'): string => `exec/${String(command)}/${to}`
