import type { SessionMeasure, TrialMeasure } from '../model/measure.ts'
import type { Target } from '../model/target.ts'
import { notMeasured, type Figure, type Figures } from './figures.ts'

/** The part of a session's error that its pace has no share in: the slack of the agent's own loop, 10 ms. */
const SLACK_NS = 10e6

/** A session's longest stall that ended, and the one that had not ended with the watching. */
export function stallFigures(target: Pick<Target, 'on'>, trial: TrialMeasure): Figures {
  const session = sessionOf(target, trial)
  if (session === undefined) return { figures: [], missing: notMeasured(target.on) }
  const figure = (value: number, open: Figure['open']): Figure => ({
    value,
    error: session.errorNs,
    open,
    word: 'no fresh byte for the last',
    state: 'silent',
    remedy: session.errorNs > 2 * SLACK_NS ? 'let the session send more often' : '',
  })
  const { stallNs, stallAtLeastNs } = session
  const open = stallAtLeastNs === null ? [] : [figure(stallAtLeastNs, 'watched')]
  return { figures: [figure(stallNs, null), ...open], missing: null }
}

export const sessionOf = (target: Pick<Target, 'on'>, trial: TrialMeasure): SessionMeasure | undefined =>
  trial.sessions.find((session) => session.name === target.on)
