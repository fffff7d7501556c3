import type { Operation } from './operation.ts'
import type { Stitch } from './stitch.ts'

/** What has to be done on a machine's own lab to leave it as it was: on disk before anything is done to it. */
export interface Undo {
  readonly schema: 1
  readonly nodes: Readonly<Record<string, UndoNode>>
  /** Indexes of the panel's ends in the machine's own namespace, by their names in the plan. */
  readonly ends: Readonly<Record<string, number>>
  /** In this order; each holds whether or not it is needed. */
  readonly operations: readonly Operation[]
  /** How the cables of those nodes were made that the trial kills. */
  readonly stitches: readonly Stitch[]
}

/** First process of a node and the inode of its network namespace: a number that another process got is nobody's. */
export interface UndoNode {
  readonly pid: number
  readonly netns: number
  /** Docker's name of it. */
  readonly container: string
}

/** Beside the trial's journal. */
export const UNDO_FILE = 'undo.json'
