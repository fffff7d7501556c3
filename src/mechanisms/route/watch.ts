import { NO_ROUTE, type RouteWait } from './data-kinds.ts'
import type { Look, Watch } from '../contract/watch.ts'

export const routeWatch: Watch = {
  unpowered: { route: NO_ROUTE },
  waits: {
    route: {
      wanted: ({ node, name, state }: RouteWait) => `${node} sends to ${name} by ${state}`,
      seen: ({ node, name }: RouteWait, look: Look) => look.now('route', node, name) ?? 'unknown',
      holds: ({ node, name, state }: RouteWait, look: Look) => look.now('route', node, name) === state,
    },
  },
  events: {},
}
