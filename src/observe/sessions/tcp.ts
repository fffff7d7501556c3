import type { Socket } from 'node:net'
import type { Ns } from '../../model/time.ts'
import type { Pump, PumpContext } from './pump.ts'
import type { Timer } from './timers.ts'
import { followsPattern, patternAt } from './pattern.ts'

/** A paced echo: the next request follows an interval after the last, but never before its echo. */
export function echoPump({ plan, clock, account, timers }: PumpContext): Pump {
  let timer: Timer | undefined
  let sent = 0
  let echoed = 0
  let requestedNs: Ns = 0
  const request = (socket: Socket): void => {
    requestedNs = clock.now()
    socket.write(patternAt(sent, plan.sizeBytes))
    sent += plan.sizeBytes
    account.bytesSent += plan.sizeBytes
  }
  let connected: Socket | null = null
  return {
    opened(socket, counter) {
      connected = socket
      sent = counter
      echoed = counter
      request(socket)
    },
    received(bytes) {
      const nowNs = clock.now()
      if (!followsPattern(echoed, bytes)) account.continuous = false
      echoed += bytes.length
      account.progress(nowNs, bytes.length)
      const socket = connected
      if (echoed < sent || socket === null) return
      timer = timers.after(Math.max(0, (requestedNs + plan.intervalNs - nowNs) / 1e6), () => {
        request(socket)
      })
    },
    closed() {
      timer?.clear()
      connected = null
    },
  }
}
