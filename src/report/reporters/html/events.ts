import type { TrialStory } from '../../story/schema.ts'
import { ARROWS } from '../../text.ts'
import { since } from './axis.ts'
import { element, escaped } from './element.ts'

/** As many as a person reads. */
const MOST = 80

/** What happened in a trial from the fault on, an event a line. */
export function eventsOf({ axis, states, points, spans }: TrialStory): string {
  const zeroNs = axis.zeroNs ?? axis.readyNs
  const all = [
    ...spans.flatMap((one) =>
      one.is === 'fault' ? [{ atNs: one.fromNs, text: `fault: ${one.on} ${one.effect}` }] : [],
    ),
    ...(axis.healedNs === null ? [] : [{ atNs: axis.healedNs, text: 'healed' }]),
    ...states.flatMap(({ word, node, name, changes }) =>
      changes.flatMap(({ atNs, from, to }) =>
        from === null || from === to ? [] : [{ atNs, text: `${word} ${node} ${name}: ${from} → ${to}` }],
      ),
    ),
    ...points.flatMap((one) => {
      if (one.is === 'log') return [{ atNs: one.atNs, text: `${one.node}: ${one.text}` }]
      if (one.is === 'detection') return [{ atNs: one.atNs, text: `detected: ${one.node} ${one.name} is ${one.state}` }]
      if (one.is === 'path-back') return [{ atNs: one.atNs, text: `${one.session}: the path is whole again` }]
      return one.is === 'error' ? [{ atNs: one.atNs, text: one.what }] : []
    }),
    ...spans.flatMap((one) => {
      if (one.is !== 'outage') return []
      const arrow = ARROWS[one.direction]
      const ends = one.toNs === null ? [] : [{ atNs: one.toNs, text: `${one.flow} ${arrow}: packets arrive again` }]
      return [
        { atNs: one.fromNs, text: `${one.flow} ${arrow}: ${String(one.lost + one.overdue)} packets lost from here` },
        ...ends,
      ]
    }),
  ]
  const after = all.filter(({ atNs }) => atNs >= zeroNs - 1e9).sort((a, b) => a.atNs - b.atNs)
  const instant = (ns: number): string => (ns === 0 ? '0' : since(ns))
  const shown = after.slice(0, MOST)
  return [
    element(
      'ol',
      { class: 'events' },
      ...shown.map(({ atNs, text }) =>
        element('li', {}, element('time', {}, instant(atNs - zeroNs)), element('span', { dir: 'auto' }, escaped(text))),
      ),
    ),
    ...(after.length > shown.length
      ? [element('p', { class: 'dim' }, `${String(after.length - shown.length)} more are in journal.ndjson.`)]
      : []),
  ].join('')
}
