import type { Socket } from 'node:net'
import { TURN_NS, writeNs } from '../../model/pace.ts'
import type { Ns } from '../../model/time.ts'
import type { Pump, PumpContext } from './pump.ts'
import { patternAt } from './pattern.ts'
import type { Timer } from './timers.ts'

/** A continuous writer: what it could not write while the connection took nothing, it does not make up for. */
export function writerPump({ plan, clock, account, timers }: PumpContext): Pump {
  const intervalNs = writeNs(plan)
  let timer: Timer | undefined
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
    timer = timers.after(Math.max(TURN_NS, dueNs - nowNs) / 1e6, () => {
      write(socket)
    })
  }
  return {
    opened(socket, counter) {
      written = counter
      dueNs = clock.now()
      write(socket)
    },
    received: () => undefined,
    closed() {
      timer?.clear()
    },
  }
}
