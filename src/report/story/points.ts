import { pathBack } from '../../measure/path.ts'
import { seen } from '../../measure/states.ts'
import type { StateMatch } from '../../model/handle.ts'
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
  const keyOf = ({ watch, node, name, state }: StateMatch): string => `${watch} ${node} ${name} ${state}`
  const matches = new Map(named.map(({ detection }) => [keyOf(detection), detection]))
  return [...matches].flatMap(([key, match]): StoryPoint[] => {
    const found = seen(events, match).find(({ t, to }) => t >= zero && to === match.state)
    if (found === undefined) return []
    const { watch, node, name, state } = match
    const on = [...new Set(named.filter(({ detection }) => keyOf(detection) === key).map((one) => one.on))]
    return [{ is: 'detection', atNs: found.t, watch, node, name, state, on }]
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
