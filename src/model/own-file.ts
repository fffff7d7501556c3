import type { Problem } from './problem.ts'
import { reason, type Reason } from './reason.ts'

/** A configuration file of the user's own, as the mechanism that reads it sees it. */
export interface OwnFile {
  readonly text: string
  /** As problems name it: `r1/keepalived.conf`, or `keepalived.conf of r1` where a lab gives its text. */
  readonly name: string
  /** Files that it includes, by a path or a pattern relative to its folder; null: nobody knows where it lies. */
  readonly included: (pattern: string) => readonly OwnFile[] | null
}

/** `r1/keepalived.conf:12:5`; lines and columns from 1. */
export const placeIn = ({ name }: Pick<OwnFile, 'name'>, line: number, column: number): string =>
  `${name}:${String(line)}:${String(column)}`

/** What of it is not understood. */
export interface UnreadLine {
  /** `“notify_master /etc/up.sh”`. */
  readonly what: string
  readonly where: string
}

/** Of a node: what of its configuration is not understood, or not known. */
export interface Unread extends UnreadLine {
  /** Only what passes this interface of the node depends on it; null: anything at the node may. */
  readonly device: string | null
}

/** It is said before a run, with what it costs: `depends` is which traffic, `may pass r1`. */
export const unreadProblem = (node: string, { what, where }: UnreadLine, depends: string): Problem => ({
  code: 'not-modelled',
  what: `${node} has ${what}, so traffic that ${depends} has no window`,
  where,
})

/** After the name of a node: why nothing is said of what depends on it. */
export const notModelled = ({ what, where }: UnreadLine): Reason =>
  reason('not-modelled')`has ${{ what }} at ${{ where }}, which is not modelled`
