import { pathBack } from '../../measure/path.ts'
import { seen } from '../../measure/states.ts'
import { groupBy } from '../../model/group-by.ts'
import type { StoryPoint } from './schema.ts'
import { eventsOf, type ToldTrial } from './trial.ts'

/** What happened at an instant, in order of time. */
export function pointsOf(trial: ToldTrial): StoryPoint[] {
  const { events } = trial
  const points: StoryPoint[] = [
    ...eventsOf(events, 'gate').map(({ t: atNs, passed, because, evidence }) => ({
      is: 'gate' as const,
      atNs,
      passed,
      because,
      evidence: [...evidence],
    })),
    ...eventsOf(events, 'phase').map(({ eventNs: atNs, timer, periodNs, offsetNs, because }) => ({
      is: 'phase' as const,
      atNs,
      timer,
      periodNs,
      offsetNs,
      because,
    })),
    ...detections(trial),
    ...pathsBack(trial),
    ...eventsOf(events, 'proof').map(({ t: atNs, live, evidence }) => proof(atNs, 'live', live, evidence)),
    ...eventsOf(events, 'removed').map(({ t: atNs, removed, evidence }) => proof(atNs, 'removed', removed, evidence)),
    ...eventsOf(events, 'log').map(({ t: atNs, node, text }) => ({ is: 'log' as const, atNs, node, text })),
    ...eventsOf(events, 'error').map(({ t: atNs, code, what }) => ({ is: 'error' as const, atNs, code, what })),
  ]
  return points.sort((a, b) => a.atNs - b.atNs)
}

const proof = (atNs: number, of: 'live' | 'removed', holds: boolean, evidence: readonly string[]): StoryPoint => ({
  is: 'proof',
  atNs,
  of,
  holds,
  evidence: [...evidence],
})

/** Of each event that theory names the first since the injection. */
function detections({ events, span, variant }: ToldTrial): StoryPoint[] {
  const zero = span.injected?.[0]
  if (zero === undefined) return []
  const named = (variant?.windows ?? []).flatMap(({ on, detection }) => (detection === null ? [] : [{ on, detection }]))
  const matches = groupBy(named, ({ detection: { watch, node, name, state } }) => `${watch} ${node} ${name} ${state}`)
  return matches.flatMap((same): StoryPoint[] => {
    const [first] = same
    if (first === undefined) return []
    const { watch, node, name, state } = first.detection
    const found = seen(events, first.detection).find(({ t, to }) => t >= zero && to === state)
    if (found === undefined) return []
    return [{ is: 'detection', atNs: found.t, watch, node, name, state, on: [...new Set(same.map(({ on }) => on))] }]
  })
}

/** Of sessions, whose next byte may wait for TCP. */
function pathsBack({ events, plan, span }: ToldTrial): StoryPoint[] {
  if (span.injected === null) return []
  return plan.sessions.flatMap((session): StoryPoint[] => {
    const atNs = pathBack(session, events, plan, span)
    return typeof atNs !== 'number' || atNs <= (span.injected?.[0] ?? 0)
      ? []
      : [{ is: 'path-back', atNs, session: session.name }]
  })
}
