import { watchedRoutes, type RouteWait } from './data-kinds.ts'
import type { Text } from '../contract/text.ts'

/** Routes are those of every protocol that maintains some. */
export const routeText: Text = {
  watched: (watch) => watchedRoutes(watch).map((node) => `routes of ${node}`),
  states: { route: 'route' },
  waits: { route: ({ node, name, state }: RouteWait) => `${node} sends to ${name} by ${state}` },
  events: {},
}
