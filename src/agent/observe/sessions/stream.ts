import type { Socket } from 'node:net'
import type { SessionPlan } from '../../../model/plan.ts'
import type { Ns } from '../../../model/time.ts'
import type { Pump, PumpContext } from './pump.ts'
import { patternAt } from './pattern.ts'

/** Writes that come closer than this go out together: the event loop turns once for them. */
const TURN_NS = 10e6

const writeNs = ({ sizeBytes, rateKbit }: Pick<SessionPlan, 'sizeBytes' | 'rateKbit'>): Ns =>
  (sizeBytes * 8e6) / rateKbit

/** How often a writer of this rate has its turn. */
export const turnIntervalNs = (plan: SessionPlan): Ns => Math.max(TURN_NS, Math.round(writeNs(plan)))

/** A continuous writer: what it could not write while the connection took nothing, it does not make up for. */
export function writerPump({ plan, clock, account }: PumpContext): Pump {
  const intervalNs = writeNs(plan)
  let timer: NodeJS.Timeout | undefined
  let written = 0
  let dueNs: Ns = 0
  const write = (socket: Socket): void => {
    const nowNs = clock.now()
    socket.cork()
    for (; dueNs <= nowNs; dueNs += intervalNs) {
      if (socket.writableNeedDrain) continue
      socket.write(patternAt(written, plan.sizeBytes))
      written += plan.sizeBytes
      account.bytesSent += plan.sizeBytes
    }
    socket.uncork()
    timer = setTimeout(
      () => {
        write(socket)
      },
      Math.max(TURN_NS, dueNs - nowNs) / 1e6,
    )
  }
  return {
    opened(socket, counter) {
      written = counter
      dueNs = clock.now()
      write(socket)
    },
    received: () => undefined,
    closed() {
      clearTimeout(timer)
    },
  }
}
