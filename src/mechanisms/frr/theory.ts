import { reason } from '../../model/reason.ts'
import type { Node } from '../../model/topology.ts'
import type { Foreign, Theory } from '../contract/theory.ts'

/** FRR moves nothing by itself: its protocols do. */
export const frrTheory: Theory = {
  changes: () => ({ changes: [], blocked: [] }),
}

/** Of a node with a protocol of FRR: a file of the user's own for one daemon is not read. */
export const foreignDaemon = ({ files }: Node): readonly Foreign[] =>
  Object.keys(files).some((path) => path.startsWith('frr/'))
    ? [{ because: reason('own-files')`brings its own files`, addresses: null }]
    : []
