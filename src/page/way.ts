import type { Ns } from '../model/time.ts'
import type { Endpoint } from '../model/topology.ts'
import type { TrialStory } from '../report/story/schema.ts'
import type { FlowKey } from './flow-lanes.ts'
import { spansOf, type SpanOf } from './lane.ts'

/** Where packets of a flow go at an instant. */
export interface WayNow {
  /** `unknown`: the states that were seen do not say it, or the packets do not bear it out. */
  readonly is: 'arrives' | 'ends' | 'unknown'
  /** The ends of cables that they cross, in order; where it is unknown, those that the states speak of. */
  readonly passes: readonly Endpoint[]
  /** Where they end. */
  readonly hole: SpanOf<'way'>['hole']
  readonly text: string
}

const unknown = (text: string, passes: readonly Endpoint[] = []): WayNow => ({
  is: 'unknown',
  passes,
  hole: null,
  text,
})

export function wayAt(story: TrialStory, { flow, direction }: FlowKey, atNs: Ns): WayNow {
  if (atNs < story.axis.readyNs) return unknown('Packets are followed from the gate on.')
  const ways = spansOf(story, 'way').filter((one) => one.flow === flow && one.direction === direction)
  const way = ways.find(({ fromNs, toNs }) => fromNs <= atNs && (atNs < toNs || toNs === story.axis.toNs))
  if (way === undefined) return unknown('Unknown: the states that were seen do not say which way packets take.')
  const { passes, hole, agrees } = way
  if (!agrees)
    return unknown(
      hole === null
        ? 'Unknown: by the states that were seen packets have this way, and yet they are lost.'
        : `Unknown: by the states that were seen packets end here (${hole.because.text}), and yet some arrive.`,
      passes,
    )
  if (hole !== null)
    return {
      is: 'ends',
      passes,
      hole,
      text: `${whose(story, { flow, direction }, atNs)} end at ${placeText(hole)}: ${hole.because.text}.`,
    }
  return { is: 'arrives', passes, hole, text: `Packets arrive: ${nodesOf(passes).join(' → ')}.` }
}

/** The way is that of some stream which loses its packets; others may have another one. */
function whose({ streams }: TrialStory, { flow, direction }: FlowKey, atNs: Ns): string {
  const own = streams.filter((one) => one.flow === flow && one.direction === direction)
  const count = (some: typeof own): number => some.reduce((sum, one) => sum + one.streams.length, 0)
  const losing = count(
    own.filter(({ firstNs, stepNs, lost }) => {
      const packet = Math.floor((atNs - firstNs) / stepNs)
      return lost.some(([from, to]) => from <= packet && packet <= to)
    }),
  )
  return losing === 0 || losing === count(own)
    ? 'Packets'
    : `Packets of ${String(losing)} of ${String(count(own))} streams`
}

const placeText = ({ node, interface: name }: NonNullable<WayNow['hole']>): string =>
  name === null ? node : `${node}:${name}`

/** The nodes that packets come through, each once. */
const nodesOf = (passes: readonly Endpoint[]): readonly string[] => [...new Set(passes.map(({ node }) => node))]
