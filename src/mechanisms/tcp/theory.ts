import { seconds, type Ns } from '../../model/time.ts'
import type { Theory } from '../contract/theory.ts'
import { tcpOf } from './data.ts'

/** net/ipv4/tcp.h: TCP_RTO_MIN and TCP_RTO_MAX, and how often the one doubles into the other. */
const RTO_MIN_NS: Ns = 200e6
const RTO_MAX_NS: Ns = seconds(120)
const DOUBLINGS = Math.floor(Math.log2(RTO_MAX_NS / RTO_MIN_NS))

/** Sessions depend on how long the kernels at their ends go on. */
export const tcpTheory: Theory = {
  changes: () => ({ changes: [], blocked: [] }),
  patience: (node) => {
    const { retries2 } = tcpOf(node)
    return retries2 === undefined ? null : modelTimeout(retries2)
  },
}

/** net/ipv4/tcp_timer.c: tcp_model_timeout. */
function modelTimeout(boundary: number): Ns {
  const doubled = Math.min(boundary, DOUBLINGS)
  return (2 ** (doubled + 1) - 1) * RTO_MIN_NS + (boundary - doubled) * RTO_MAX_NS
}
