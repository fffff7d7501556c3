import type { Ns } from '../model/time.ts'
import { ARROWS, type Direction } from '../model/traffic.ts'
import type { StorySpan, TrialStory } from '../report/story/schema.ts'
import type { Sharing } from './sharing.ts'

/** What a bar stands for; the look has a colour and an ink for each. */
export type BarKind = 'fault' | 'theory' | 'missed' | 'bad' | 'arrived' | 'carries' | 'waits'

/** A stretch of a lane. */
export interface Bar {
  readonly fromNs: Ns
  /** null: it had not ended. */
  readonly toNs: Ns | null
  readonly kind: BarKind
  /** What it is and how long it took, with its evidence. */
  readonly said: string
  /** In the bar, where there is room. Empty: nothing. */
  readonly inside: string
  /** A line, and no block. */
  readonly isThin?: true
  /** The packets that it stands for, and what became of them; those that no eye could tell apart are drawn as one bar. */
  readonly packets?: Sharing & { readonly count: number; readonly word: string }
}

/** One line of the picture of a trial over time. */
export interface TimeLane {
  readonly label: string
  /** All of it as a sentence. */
  readonly says: string
  /** The time of the fault lies behind it. */
  readonly isShaded: boolean
  readonly bars: readonly Bar[]
}

export type SpanOf<Is extends StorySpan['is']> = Extract<StorySpan, { is: Is }>

export const spansOf = <Is extends StorySpan['is']>({ spans }: TrialStory, is: Is): readonly SpanOf<Is>[] =>
  spans.filter((one): one is SpanOf<Is> => one.is === is)

export const arrow = (direction: Direction | null): string => (direction === null ? '' : ` ${ARROWS[direction]}`)
