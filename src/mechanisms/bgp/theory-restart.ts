import { reason, type Reason } from '../../model/reason.ts'
import { seconds, type Ns } from '../../model/time.ts'
import type { SessionEnd } from './data-sessions.ts'

/** `bgp graceful-restart stalepath-time` of FRR (BGP_DEFAULT_STALEPATH_TIME). It begins together with the restart time; the one that ends first counts. */
const STALE_NS: Ns = seconds(360)

/** Whether such an end keeps the other one's routes depends on what both have announced, and no trial has shown what it does. */
const ONE_END = reason(
  'bgp-restart-of-one-end',
)`one end of a BGP session restarts gracefully and the other one does not, and what each of them keeps is not modelled`
const WITH_BFD = reason(
  'bgp-restart-with-bfd',
)`BFD ends a BGP session with graceful restart, and whether its routes stay then is not modelled`
const ONE_WAY = reason(
  'bgp-restart-one-way',
)`a link carries packets one way only, and by graceful restart a router keeps the routes of a neighbour from whom it hears that it is lost`

/**
 * How long this end keeps the routes of a neighbour that it has lost while its own carrier stayed. After a hold time without a message it
 * keeps them for the restart time that the other one has announced (RFC 4724 4.2, RFC 8538 4). 0: neither of them restarts gracefully.
 * A reason: why that cannot be said.
 */
export function keptNs(
  end: SessionEnd,
  far: SessionEnd,
  { by, receives }: { readonly by: 'hold' | 'bfd'; readonly receives: boolean },
): Ns | Reason {
  const [own, announced] = [end.feature.gracefulRestartNs, far.feature.gracefulRestartNs]
  if (own === undefined && announced === undefined) return 0
  if (own === undefined || announced === undefined) return ONE_END
  if (by === 'bfd') return WITH_BFD
  return receives ? ONE_WAY : Math.min(announced, STALE_NS)
}
