import type { Cable, Topology } from '../../../src/model/topology.ts'
import { riskLabels } from '../../../src/words/risk.ts'
import type { Dice } from '../dice.ts'
import type { FaultSpec, Options, TargetSpec } from '../spec.ts'
import type { Draft } from './draft.ts'

/** Each fault of chaos/ with its options over their range. */
type DraftFault = (place: Place, dice: Dice) => FaultSpec | null

interface Place {
  readonly topology: Topology
  readonly draft: Draft
  /** Cables that a flow may take; the others are drawn now and then. */
  readonly near: readonly Cable[]
  /** Nothing moves yet when a drift is put in place: no selectors. */
  readonly fixed: boolean
}

const DIRECTIONS = ['fromNear', 'toNear'] as const

const cut: DraftFault = (place, dice) => ({
  fault: 'linkCut',
  on: cables(place, dice),
  ...withOptions(dice.maybe(0.25, () => ({ end: dice.pick(['near', 'far']) }))),
})

const silent: DraftFault = (place, dice) => ({
  fault: 'linkSilent',
  on: cables(place, dice),
  ...withOptions({
    ...dice.maybe(0.6, () => ({ direction: dice.pick(DIRECTIONS) })),
    ...dice.maybe(0.12, () => ({ only: 'lacp' })),
  }),
})

const flap: DraftFault = (place, dice) => {
  const period = dice.odd(20, 20_000, [200, 1000, 2000, 5000])
  const duty = dice.chance(0.4) ? undefined : dice.pick([0.05, 0.1, 0.25, 0.5, 0.75, 0.9])
  const count = Math.max(1, Math.min(dice.odd(1, 200, [1, 2, 3, 5]), Math.floor(60_000 / period)))
  const room = Math.floor(period * (1 - (duty ?? 0.5))) - 1
  const jitter = room > 1 && dice.chance(0.25) ? dice.integer(1, room) : 0
  return {
    fault: 'linkFlap',
    on: cables(place, dice),
    options: {
      period: `${period}ms`,
      ...(duty === undefined ? {} : { duty }),
      count,
      ...(jitter === 0 ? {} : { jitter: `${jitter}ms` }),
    },
  }
}

const impair: DraftFault = (place, dice) => {
  const delay = dice.odd(1, 5000, [10, 50, 300])
  const percent = (): string => `${dice.pick([0.1, 1, 2, 5, 10, 30, 50, 100])}%`
  const part = dice.weighted<() => Options>([
    [4, () => ({ loss: percent() })],
    [2, () => ({ loss: { mean: `${dice.pick([1, 5, 20, 40])}%`, burst: dice.odd(1, 100, [2, 8, 20]) } })],
    [4, () => ({ delay: `${delay}ms`, ...dice.maybe(0.4, () => ({ jitter: `${dice.integer(1, delay)}ms` })) })],
    [1, () => ({ rate: `${dice.odd(8, 100_000, [64, 1000, 10_000])}kbit` })],
    [1, () => ({ duplicate: percent() })],
    [1, () => ({ corrupt: percent() })],
    [1, () => ({ delay: `${delay}ms`, reorder: percent(), ...dice.maybe(0.5, () => ({ gap: dice.integer(1, 20) })) })],
    [1, () => ({ delay: `${delay}ms`, reorder: { share: percent(), correlation: percent() } })],
    [
      2,
      () => ({
        delay: `${delay}ms`,
        jitter: `${dice.integer(1, delay)}ms`,
        distribution: dice.pick(['uniform', 'normal', 'pareto', 'paretonormal']),
      }),
    ],
    [
      1,
      () => ({
        slot: { min: `${dice.integer(1, 50)}ms`, ...dice.maybe(0.5, () => ({ packets: dice.integer(1, 50) })) },
      }),
    ],
    [1, () => ({ delay: `${delay}ms`, limit: dice.odd(1, 100_000, [10, 1000]) })],
  ])
  const more = dice.maybe(0.2, () => ({ loss: percent() }))
  if (dice.chance(0.15))
    return {
      fault: 'impair',
      on: cables(place, dice),
      options: { fromNear: part(), toNear: { ...more, delay: `${delay}ms` } },
    }
  const way = dice.maybe(0.5, () => ({ direction: dice.pick(DIRECTIONS) }))
  return { fault: 'impair', on: cables(place, dice), options: { ...more, ...part(), ...way } }
}

const nodeDown: DraftFault = ({ topology }, dice) => {
  const feeds = riskLabels(topology).filter((label) => /^(feed|rack)-/.test(label))
  if (feeds.length > 0 && dice.chance(0.15)) {
    const label = dice.pick(feeds)
    const nodes = topology.nodes.filter(({ risks }) => risks.includes(label)).map(({ name }) => name)
    if (nodes.length > 1) return { fault: 'nodeDown', on: { nodes } }
  }
  return { fault: 'nodeDown', on: { node: inner(topology, dice) } }
}

const nodePause: DraftFault = ({ topology }, dice) => ({ fault: 'nodePause', on: { node: inner(topology, dice) } })

const vlanMissing: DraftFault = ({ topology }, dice) => {
  const memberships = topology.cables.flatMap(({ name, a, b }) =>
    [a, b].flatMap((end) => {
      const vlans = topology.nodes
        .find((node) => node.name === end.node)
        ?.interfaces.find((one) => one.name === end.interface)?.vlans
      const ids = [...(vlans?.tagged ?? []), ...(vlans?.native == null ? [] : [vlans.native])]
      return ids.map((vlan) => ({ name, end: end === a ? 'near' : 'far', vlan }))
    }),
  )
  if (memberships.length === 0) return null
  const { name, end, vlan } = dice.pick(memberships)
  return { fault: 'vlanMissing', on: { cable: name }, vlan, ...withOptions(end === 'far' ? {} : { end }) }
}

/** Switches and routers five times as often as what stands at the ends. */
function inner({ nodes }: Topology, dice: Dice): string {
  return dice.weighted(nodes.map(({ name, role }) => [role === 'switch' || role === 'router' ? 5 : 1, name] as const))
}

function cables({ topology, draft, near, fixed }: Place, dice: Dice): TargetSpec {
  if (!fixed && draft.selectors.length > 0 && dice.chance(0.2)) return dice.pick(draft.selectors)
  const from = near.length > 0 && dice.chance(0.75) ? near : topology.cables
  if (dice.chance(0.1)) return { cables: dice.some(from, 2).map(({ name }) => name) }
  return { cable: dice.pick(from).name, ...(dice.chance(0.3) ? { near: 'b' as const } : {}) }
}

const withOptions = (options: Options): { readonly options?: Options } =>
  Object.keys(options).length === 0 ? {} : { options }

const FAULTS: readonly (readonly [weight: number, draft: DraftFault])[] = [
  [30, cut],
  [25, silent],
  [12, nodeDown],
  [10, flap],
  [8, impair],
  [4, nodePause],
  [8, vlanMissing],
]

/** What is there from the start goes unseen, or mostly. */
const DRIFTS: readonly (readonly [weight: number, draft: DraftFault])[] = [
  [4, impair],
  [3, vlanMissing],
  [2, silent],
  [1, cut],
]

export function draftFault(place: Omit<Place, 'fixed'>, dice: Dice): FaultSpec {
  const drawn = dice.weighted(FAULTS)({ ...place, fixed: false }, dice)
  return drawn ?? cutInstead({ ...place, fixed: false }, dice)
}

export function draftDrift(place: Omit<Place, 'fixed'>, dice: Dice): FaultSpec | undefined {
  return dice.weighted(DRIFTS)({ ...place, fixed: true }, dice) ?? undefined
}

const cutInstead = (place: Place, dice: Dice): FaultSpec => cut(place, dice) ?? fail()
const fail = (): never => {
  throw new Error('a cable can be cut wherever there is one')
}
