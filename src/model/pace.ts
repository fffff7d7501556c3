import type { Ns } from './time.ts'
import type { Session } from './traffic.ts'

type Writer = Pick<Session, 'sizeBytes' | 'rateKbit'>

/** Writes that come closer than this go out together: the event loop turns once for them. */
export const TURN_NS: Ns = 10e6

export const writeNs = ({ sizeBytes, rateKbit }: Writer): Ns => (sizeBytes * 8e6) / rateKbit

/** How often a writer of this rate has its turn. */
export const turnIntervalNs = (writer: Writer): Ns => Math.max(TURN_NS, Math.round(writeNs(writer)))
