import { seconds, type Ns } from '../../model/time.ts'
import type { Topology } from '../../model/topology.ts'
import type { Wiring } from '../../theory/wiring.ts'
import type { Settle, Settled } from '../contract/settle.ts'
import { frrFile } from '../frr/data.ts'
import { bfdSessionsOf, type BfdSessionWait, type BfdWatch } from './data-sessions.ts'

/** Until it is up a session sends a packet each second (RFC 5880 6.8.3), and needs three; some may be lost. */
const COMES_UP: Ns = seconds(10)

/** It has settled when each session is up. The protocols that ask for it begin it. */
export const bfdSettle: Settle = { waits, watched }

function waits({ topology }: Wiring, aboveNs: Ns): readonly Settled[] {
  const silent = topology.nodes.filter(({ files }) => frrFile('bfdd') in files).map(({ name }) => name)
  return bfdSessionsOf(topology)
    .filter(({ node }) => !silent.includes(node))
    .map(({ node, name }) => ({
      wait: { wait: 'bfdSession', node, name } satisfies BfdSessionWait,
      deadlineNs: aboveNs + COMES_UP,
    }))
}

function watched(topology: Topology): BfdWatch {
  const bfdSessions = bfdSessionsOf(topology)
  return bfdSessions.length === 0 ? {} : { bfdSessions }
}
