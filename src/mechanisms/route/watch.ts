import type { Look, Watch } from '../contract/watch.ts'
import { NO_ROUTE, watchedRoutes, type RouteWait } from './data-kinds.ts'
import { RouteTable } from './watch-table.ts'

export const routeWatch: Watch = {
  unpowered: { route: NO_ROUTE },
  table: (plan, node, saw) => (watchedRoutes(plan).includes(node) ? new RouteTable(node, saw) : null),
  waits: {
    route: {
      wanted: ({ node, name, state }: RouteWait) => `${node} sends to ${name} by ${state}`,
      seen: ({ node, name }: RouteWait, look: Look) => look.now('route', node, name) ?? 'unknown',
      holds: ({ node, name, state }: RouteWait, look: Look) => look.now('route', node, name) === state,
    },
  },
  events: {},
}
