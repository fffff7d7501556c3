import type { UnreadLine } from './own-file.ts'

/** A command that containerlab runs in a container once its cables are there. */
export interface ContainerCommand {
  /** The program and its arguments; empty: what the shell makes of it is not known. */
  readonly words: readonly string[]
  /** As it stands in the file. */
  readonly text: string
  /** `dc1.clab.yml:14:11`. */
  readonly where: string
}

export const unreadTold = ({ text, where }: ContainerCommand, because = ''): UnreadLine => ({
  what: `“${text}”${because}`,
  where,
})
