import type { Node } from '../../model/topology.ts'
import type { UnreadLine } from '../../model/own-file.ts'

/** In a node's folder: one file of the user's own for all daemons of FRR. */
export const FRR_CONF = 'frr.conf'

/** What a mechanism has read in such a file. */
export interface OwnLines {
  /** Those that its daemon reads, as they stand there. */
  readonly lines: readonly string[]
  readonly unread: readonly UnreadLine[]
}

export const FRR = 'frr'

/** Lines of the file that concern no protocol that is known. */
export const unreadOfFrr = ({ features }: Pick<Node, 'features'>): readonly UnreadLine[] =>
  (features[FRR] as { readonly unread: readonly UnreadLine[] } | undefined)?.unread ?? []
