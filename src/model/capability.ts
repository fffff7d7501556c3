/** What something needs of a kernel or a machine, by its name; `isCapability` says whether it can be asked for. */
export type Capability = string

/** What a probe of one capability found. */
export interface Finding {
  readonly ok: boolean
  /** What was made, or what the kernel said. */
  readonly why: string
  /** What would have to be loaded first, by whoever runs the machine. */
  readonly modules?: readonly string[]
  /** The capability whose program this machine lacks, without which nobody can say. */
  readonly program?: Capability
}

/** A program that could not be started; `missing`: because it is not on this machine. */
export class ProgramError extends Error {
  /** The capability that the program is. */
  readonly program: Capability
  readonly missing: boolean

  constructor(program: Capability, name: string, reason: Error & { readonly code?: string }) {
    const missing = reason.code === 'ENOENT'
    super(`${name} ${missing ? 'is not installed' : 'does not start'}: ${reason.message}`)
    this.program = program
    this.missing = missing
  }
}
