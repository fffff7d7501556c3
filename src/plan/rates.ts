import type { Operation } from '../model/operation.ts'
import { isMstpd, type Interface, type Topology } from '../model/topology.ts'

const RATE_KBIT = 100_000
/** Packets. */
const QUEUE = 1000

/**
 * A frame that goes round by cables of no rate takes no time, and an infinitely fast CPU never comes to rest: the ports of
 * bridges whose tree mstpd runs get one, since a rapid tree loops where a silent cable heals. It lies at the node's own port,
 * where no fault of a cable acts.
 */
export const rates = ({ nodes }: Topology): readonly Operation[] =>
  nodes.flatMap(({ name: ns, interfaces }) => {
    const top = (one: Interface): Interface => {
      const master = interfaces.find(({ name }) => name === one.master)
      return master === undefined ? one : top(master)
    }
    return interfaces
      .filter((one) => one.kind === 'port' && isMstpd(top(one)))
      .map(({ name }): Operation => ({ op: 'netem', ns, name, netem: { rateKbit: RATE_KBIT, limit: QUEUE } }))
  })
