import { ARROWS } from '../model/traffic.ts'
import type { Ns } from '../model/time.ts'
import type { TrialStory } from '../report/story/schema.ts'
import { outageShare } from './sharing.ts'

export interface TrialEvent {
  readonly atNs: Ns
  readonly kind: 'fault' | 'loss' | 'detection' | 'plain'
  readonly text: string
}

/** Shortly before the fault something may already tell of it. */
const BEFORE_NS = 1e9

/** What happened in a trial from the fault on, in order. */
export function eventsOf(story: TrialStory): readonly TrialEvent[] {
  const { axis, states, points, spans } = story
  const zeroNs = axis.zeroNs ?? axis.readyNs
  const plain = (atNs: Ns, text: string): TrialEvent => ({ atNs, kind: 'plain', text })
  const all: readonly TrialEvent[] = [
    ...spans.flatMap((one): TrialEvent[] =>
      one.is === 'fault' ? [{ atNs: one.fromNs, kind: 'fault', text: `fault: ${one.on} ${one.effect}` }] : [],
    ),
    ...(axis.healedNs === null ? [] : [{ atNs: axis.healedNs, kind: 'fault' as const, text: 'healed' }]),
    ...states.flatMap(({ word, node, name, changes }) =>
      changes.flatMap(({ atNs, from, to }) =>
        from === null || from === to ? [] : [plain(atNs, `${word} ${node} ${name}: ${from} → ${to}`)],
      ),
    ),
    ...points.flatMap((one): TrialEvent[] => {
      if (one.is === 'log') return [plain(one.atNs, `${one.node}: ${one.text}`)]
      if (one.is === 'detection')
        return [{ atNs: one.atNs, kind: 'detection', text: `detected: ${one.node} ${one.name} is ${one.state}` }]
      if (one.is === 'path-back') return [plain(one.atNs, `${one.session}: the path is whole again`)]
      return one.is === 'error' ? [plain(one.atNs, one.what)] : []
    }),
    ...spans.flatMap((one): TrialEvent[] => {
      if (one.is !== 'outage') return []
      const arrow = ARROWS[one.direction]
      const lost = `${one.flow} ${arrow}: ${String(one.lost + one.overdue)} packets${outageShare(story, one)} lost from here`
      const ends = one.toNs === null ? [] : [plain(one.toNs, `${one.flow} ${arrow}: packets arrive again`)]
      return [{ atNs: one.fromNs, kind: 'loss', text: lost }, ...ends]
    }),
  ]
  return all.filter(({ atNs }) => atNs >= zeroNs - BEFORE_NS).sort((a, b) => a.atNs - b.atNs)
}
