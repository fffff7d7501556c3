import type { Lab } from '../../model/lab.ts'
import { unreadProblem } from '../../model/own-file.ts'
import type { Problem } from '../../model/problem.ts'
import { vrrpOf } from './data.ts'

/** What of a user's own `keepalived.conf` is not understood, each with what it costs. */
export const ownWarnings = ({ topology }: Lab): readonly Problem[] =>
  topology.nodes.flatMap((node) =>
    (vrrpOf(node).own?.unread ?? []).map((one) =>
      unreadProblem(node.name, one, `depends on ${one.routers === null ? 'this node' : one.routers.join(' or ')}`),
    ),
  )
