import type { Lab } from '../../model/lab.ts'
import type { Problem } from '../../model/problem.ts'
import { vrrpOf } from './data.ts'

/** What of a user's own `keepalived.conf` is not understood, each with what it costs. */
export const ownWarnings = ({ topology }: Lab): readonly Problem[] =>
  topology.nodes.flatMap((node) =>
    (vrrpOf(node).own?.unread ?? []).map(({ what, where, routers }) => ({
      code: 'not-modelled',
      what: `${node.name} has ${what}, so traffic that depends on ${routers === null ? 'this node' : routers.join(' or ')} has no window`,
      where,
    })),
  )
