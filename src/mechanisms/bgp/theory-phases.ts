import type { Phase } from '../../model/phase.ts'
import { endpointText, type Topology } from '../../model/topology.ts'
import { bgpKeepalive } from './data-kinds.ts'
import { keepaliveOf, sessionsOf, type BgpSession, type SessionEnd } from './data-sessions.ts'

/** The keepalives that this end receives. bgpd sends them without jitter (bgpd/bgp_keepalives.c: peer_process). */
export function keepalivePhase(session: BgpSession, end: SessionEnd): Phase | null {
  const far = session.ends.find((one) => one !== end)
  if (far === undefined) return null
  const { address } = end.neighbour
  return {
    periodNs: keepaliveOf(session, far),
    after: bgpKeepalive({ ...end.at, address }),
    because: `keepalives that ${endpointText(end.at)} receives from ${address}`,
  }
}

export const keepalivePhases = (topology: Topology): readonly Phase[] =>
  sessionsOf(topology).flatMap((session) => session.ends.flatMap((end) => keepalivePhase(session, end) ?? []))
