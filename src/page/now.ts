import type { Ns } from '../model/time.ts'
import type { Endpoint } from '../model/topology.ts'
import type { PlacedCable } from '../picture/layout.ts'
import type { StoryState, TrialStory } from '../report/story/schema.ts'
import type { FlowKey } from './flow-lanes.ts'
import type { DrawnNetwork } from './network.ts'
import { spansOf, type SpanOf } from './lane.ts'
import { toneOf, type Tone } from './tone.ts'
import { wayAt, type WayNow } from './way.ts'

/** What is true of the network at an instant. */
export interface Now {
  readonly atNs: Ns
  readonly states: readonly StateNow[]
  readonly cables: readonly CableNow[]
  /** Effects of the fault, or of drift, on a port or a node that no cable shows. */
  readonly marks: readonly MarkNow[]
  /** null: no flow is chosen. */
  readonly way: WayNow | null
}

export interface StateNow {
  readonly state: StoryState
  readonly to: string
  readonly kind: Tone
}

/** A line of the picture that is not as it should be. */
export interface CableNow {
  readonly line: PlacedCable
  readonly is: 'cut' | 'dark' | 'silent' | 'impaired'
  /** A few words beside it. */
  readonly text: string
}

export interface MarkNow {
  readonly at: Endpoint
  readonly is: 'vlan-missing' | 'node-hangs'
  readonly text: string
}

/** What each object was last seen as. */
const statesAt = ({ states }: TrialStory, atNs: Ns): readonly StateNow[] =>
  states.flatMap((state) => {
    const last = state.changes.findLast((change) => change.atNs <= atNs)
    return last === undefined ? [] : [{ state, to: last.to, kind: toneOf(state, last.to) }]
  })

export function nowOf(network: DrawnNetwork, story: TrialStory, atNs: Ns, flow: FlowKey | null): Now {
  const states = statesAt(story, atNs)
  const effects = spansOf(story, 'effect').filter(({ fromNs, toNs }) => fromNs <= atNs && atNs < (toNs ?? Infinity))
  const light: Light = {
    isDark: darkPorts(states),
    isOfNode: spansOf(story, 'fault').some(({ on }) => network.has(on)),
  }
  return {
    atNs,
    states,
    cables: network.layout.cables.flatMap((line) => {
      const now = network.behind(line).flatMap((cable) => cableNow(cable, light, effects))
      const [first] = now.sort((a, b) => WORST.indexOf(a.is) - WORST.indexOf(b.is))
      if (first === undefined) return []
      return [{ line, ...first, text: line.count > 1 ? `${String(now.length)} ${first.text}` : first.text }]
    }),
    marks: effects.flatMap(({ effect, node, interface: name, text }) =>
      effect === 'vlan-missing' || effect === 'node-hangs' ? [{ at: { node, interface: name }, is: effect, text }] : [],
    ),
    way: flow === null ? null : wayAt(story, flow, atNs),
  }
}

const WORST: readonly CableNow['is'][] = ['cut', 'dark', 'silent', 'impaired']

interface Light {
  readonly isDark: (end: Endpoint) => boolean
  /** The fault is that of a node, which darkens its cables and cuts none. */
  readonly isOfNode: boolean
}

function darkPorts(states: readonly StateNow[]): Light['isDark'] {
  const dark = new Set(
    states.flatMap(({ state: { watch, node, name }, to }) =>
      watch === 'carrier' && to === 'down' ? [`${node} ${name}`] : [],
    ),
  )
  return ({ node, interface: name }) => dark.has(`${node} ${name}`)
}

/** Light is seen; that a cable loses packets is what the fault did to it. */
function cableNow(
  { a, b }: { readonly a: Endpoint; readonly b: Endpoint },
  { isDark, isOfNode }: Light,
  effects: readonly SpanOf<'effect'>[],
): readonly Omit<CableNow, 'line'>[] {
  const here = effects.filter((one) => isAt(one, a) || isAt(one, b))
  const isCut = !isOfNode && here.some(({ effect }) => effect === 'carrier-lost' || effect === 'carrier-flaps')
  if (isDark(a) && isDark(b)) return isCut ? [{ is: 'cut', text: 'cut' }] : [{ is: 'dark', text: 'dark' }]
  if (isDark(a) || isDark(b)) return [{ is: 'dark', text: `dark at ${(isDark(a) ? a : b).node}` }]
  const deaf = here.filter(({ effect }) => effect === 'receive-dead' || effect === 'transmit-dead')
  if (deaf.length > 0) return [{ is: 'silent', text: silenceText(deaf, a, b) }]
  const impaired = here.filter(({ effect }) => effect === 'impaired')
  return impaired.length === 0
    ? []
    : [{ is: 'impaired', text: [...new Set(impaired.map(({ text }) => text))].join('; ') }]
}

const isAt = (one: Pick<SpanOf<'effect'>, 'node' | 'interface'>, end: Endpoint): boolean =>
  one.node === end.node && one.interface === end.interface

/** `silent`, or towards one end alone. */
function silenceText(deaf: readonly SpanOf<'effect'>[], a: Endpoint, b: Endpoint): string {
  const towards = new Set(deaf.map((one) => ((one.effect === 'receive-dead') === isAt(one, a) ? a.node : b.node)))
  const some = deaf.some(({ isPartial }) => isPartial) ? 'partly silent' : 'silent'
  return towards.size > 1 ? some : `${some} towards ${[...towards].join('')}`
}
