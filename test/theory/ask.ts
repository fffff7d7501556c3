import type { Effect, Fault } from '../../src/model/fault.ts'
import { cablesOf, type StateMatch } from '../../src/model/handle.ts'
import type { Site, Topology } from '../../src/model/topology.ts'
import type { Window } from '../../src/model/window.ts'
import type { TheorySession } from '../../src/theory/session.ts'
import { theoryOf, type TheoryQuestion } from '../../src/theory/theory.ts'
import { inWords } from '../in-words.ts'

export interface Asked {
  readonly hz?: number
  readonly holdNs?: number
  readonly drift?: Fault
  readonly when?: StateMatch
  readonly streams?: number
  readonly ratePps?: number
  readonly overdueNs?: number
  /** As `TheoryQuestion`; by default what a full gate takes with 2 s to settle. */
  readonly trafficNs?: number | null
  readonly sessions?: readonly TheorySession[]
}

/** Reasons and silences as sentences. */
export const theoryInWords = (question: TheoryQuestion) => inWords(theoryOf(question))

export type ToldPrediction = ReturnType<typeof theoryInWords>

/** One flow from host to server, and one fault on plain cables or on a node. */
export function ask(
  site: Site,
  fault: Fault,
  {
    hz = 100,
    holdNs = 10e9,
    drift,
    when,
    streams = 16,
    ratePps = 100,
    overdueNs,
    trafficNs = 8.5e9,
    sessions = [],
  }: Asked = {},
): ToldPrediction {
  return theoryInWords({
    topology: site.topology,
    effects: effectsOf(site.topology, fault),
    drift: drift === undefined ? [] : effectsOf(site.topology, drift),
    flows: [
      { name: 'web', from: 'host', to: 'server', streams, ratePps, ...(overdueNs === undefined ? {} : { overdueNs }) },
    ],
    sessions,
    hz,
    holdNs,
    trafficNs,
    ...(when === undefined ? {} : { when }),
  })
}

function effectsOf(topology: Topology, fault: Fault): readonly Effect[] {
  const { target } = fault
  if (target.handle === 'node') return cablesOf(topology, target).flatMap((cable) => fault.effect(cable))
  return (target.handle === 'cables' ? target.cables : [target]).flatMap((cable) => {
    if (cable.handle !== 'cable') throw new Error('plain cables or a node')
    return fault.effect(cable)
  })
}

interface Bounds {
  readonly windows: readonly Pick<Window, 'direction' | 'lowNs' | 'highNs'>[]
}

/** `[low, high]` in milliseconds, or `never`, or `silent`. */
export type Answer = readonly [number, number] | 'never' | 'silent'

export const forward = (theory: Bounds): Answer => answer(theory, 'forward')
export const backward = (theory: Bounds): Answer => answer(theory, 'backward')

function answer(theory: Bounds, direction: Window['direction']): Answer {
  const window = theory.windows.find((one) => one.direction === direction)
  if (window === undefined) return 'silent'
  return window.highNs === null ? 'never' : [window.lowNs / 1e6, window.highNs / 1e6]
}
