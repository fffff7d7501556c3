import type { Summary } from '../../src/report/schema.ts'

type Experiment = Summary['experiments'][number]

/** What a trial lost of what a window bounds. */
export interface Lost {
  /** Not over when the watching ended. */
  readonly isOpen: boolean
  /** 0: nothing. */
  readonly lostMs: number
  readonly errorMs: number
}

/** The outage of a flow's direction; of a session, whose windows have no direction, the longest stall. */
export function lostIn(
  { flows, sessions }: Experiment['trials'][number],
  { on, direction }: Experiment['windows'][number],
): Lost {
  if (direction === undefined) {
    const session = sessions.find(({ name }) => name === on)
    if (session === undefined) throw new Error(`no session ${on}`)
    return { isOpen: session.stallAtLeastMs !== null, lostMs: session.stallMs, errorMs: session.errorMs }
  }
  const flow = flows.find((one) => one.name === on && one.direction === direction)
  if (flow === undefined) throw new Error(`no flow ${on} ${direction}`)
  return { isOpen: flow.outcome === 'never', lostMs: flow.outageMs ?? 0, errorMs: flow.errorMs }
}
