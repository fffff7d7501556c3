import type { Socket } from 'node:net'
import { TURN_NS, writeNs } from '../../../model/pace.ts'
import type { Ns } from '../../../model/time.ts'
import type { Pump, PumpContext } from './pump.ts'
import { patternAt } from './pattern.ts'

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
