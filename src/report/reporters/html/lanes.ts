import { formatNs } from '../../../model/time.ts'
import { axisOf, outageAxis, share, ticksOf, type Axis } from '../../../page/axis.ts'
import { BAR_INK, BAR_KIND } from '../../../page/look.ts'
import type { Bar, TimeLane } from '../../../page/lane.ts'
import { trialLanes } from '../../../page/lanes.ts'
import { visible } from '../../../page/visible.ts'
import type { TrialStory } from '../../story/schema.ts'
import { element, escaped, named, percent, strip, title } from './element.ts'

const LANE_PX = 20

/** One trial on one axis: the fault, what theory allows, what packets and sessions lost, and which states changed. */
export function lanesOf(story: TrialStory): string {
  const whole = axisOf(story)
  const near = outageAxis(story, whole)
  if (near === null) return lanesOn(whole, story)
  return [
    lanesOn(near, story),
    element(
      'details',
      {},
      element('summary', {}, `All ${formatNs(whole.toNs - whole.zeroNs)} of it`),
      lanesOn(whole, story),
    ),
  ].join('\n')
}

function lanesOn(axis: Axis, story: TrialStory): string {
  const { lanes, still, more } = trialLanes(story, axis)
  const head = story.axis.zeroNs === null ? 'there was no fault' : 'since the fault'
  const all = [[head, ticks(axis)] as const, ...lanes.map((one) => [one.label, lane(axis, one)] as const)]
  return [
    element(
      'div',
      { class: 'lanes' },
      ...all.flatMap(([label, svg]) => [element('div', { class: 'label' }, named(label)), element('div', {}, svg)]),
    ),
    still === '' ? '' : element('p', { class: 'dim' }, named(`Unchanged here: ${still}.`)),
    more > 0 ? element('p', { class: 'dim' }, `${String(more)} more states changed.`) : '',
  ].join('\n')
}

/** With the time of the fault behind it. */
function lane(axis: Axis, { says, isShaded, bars }: TimeLane): string {
  const [from, to] = [share(axis, axis.zeroNs), share(axis, axis.healedNs ?? axis.toNs)]
  const box = { x: percent(from), y: 0, width: percent(to - from), height: LANE_PX }
  const shade = isShaded ? [element('rect', { class: BAR_KIND.fault, ...box })] : []
  return strip(LANE_PX, says, ...shade, ...visible(bars, axis).map((bar) => barOf(axis, bar)))
}

function barOf(axis: Axis, { fromNs, toNs, kind, said, inside, isThin }: Bar): string {
  const [from, to] = [share(axis, fromNs), share(axis, toNs ?? axis.toNs)]
  const across = { x: percent(from), width: percent(Math.max(0.002, to - from)) }
  if (isThin === true) return element('rect', { class: BAR_KIND[kind], ...across, y: 8, height: 4 }, title(said))
  return element(
    'svg',
    { ...across, y: 0, height: LANE_PX },
    title(said),
    element('rect', { class: BAR_KIND[kind], y: 2, width: '100%', height: LANE_PX - 4 }),
    ...(to - from > 0.03 ? [element('text', { class: BAR_INK[kind], x: 4, y: 14 }, escaped(inside))] : []),
  )
}

const ticks = (axis: Axis): string =>
  strip(
    LANE_PX,
    'time since the fault',
    ...ticksOf(axis).map(({ atNs, text }) => {
      const x = share(axis, atNs)
      const anchor = x > 0.94 ? 'end' : x < 0.03 ? 'start' : 'middle'
      return element('text', { class: 't-dim', x: percent(x), y: 14, 'text-anchor': anchor }, text)
    }),
  )
