import { notModelled, type UnreadLine } from '../../model/own-file.ts'
import type { Node } from '../../model/topology.ts'
import type { Foreign, Theory } from '../contract/theory.ts'
import type { OwnLines } from './data-own.ts'

/** FRR moves nothing by itself: its protocols do. */
export const frrTheory: Theory = {
  changes: () => ({ changes: [], blocked: [] }),
}

/** Of a protocol: a file of the user's own for one daemon is not read; of one for all daemons, some lines may not be understood. */
export function foreignLines({ files }: Node, feature: { readonly own?: OwnLines } | undefined): readonly Foreign[] {
  if (feature === undefined) return []
  const isBrought = Object.keys(files).some((path) => path.startsWith('frr/'))
  return [
    ...(isBrought ? [{ because: 'brings its own files', addresses: null }] : []),
    ...(feature.own?.unread ?? []).map(foreignLine),
  ]
}

const foreignLine = (line: UnreadLine): Foreign => ({ because: notModelled(line), addresses: null })
