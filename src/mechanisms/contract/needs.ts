/** One thing that a kernel or a machine can do or cannot: probed by making one, never guessed. */
export interface Need {
  /** Modules in which a kernel may keep it. Default: none. */
  readonly modules?: readonly string[]
  /** The program of the machine that it is; default: the kernel does it. */
  readonly program?: Program
}

export interface Program {
  /** As it is started. */
  readonly name: string
  readonly debianPackage: string
  /** The first release with the package. Default: Debian 12. */
  readonly since?: string
  /** Asks it for its version. Default: `--version`. */
  readonly versionOption?: string
  /** Where it lies, if in none of the usual folders. */
  readonly folder?: string
}

/** What a mechanism needs of a kernel and a machine. */
export interface Needs {
  /** By their names in `backhoe doctor`: what this mechanism brings into the list, each with a probe (facet `probe`). Default: nothing. */
  readonly brings?: Readonly<Record<string, Need>>
  /** What a lab that has the mechanism needs, of what any mechanism brings or every lab needs. */
  readonly needs: readonly string[]
}
