import { watchedRoutes, type RouteWait } from './data-kinds.ts'
import { gatewaysOf, type Route, type Rule, type Routing } from '../../model/route.ts'
import type { Text } from '../contract/text.ts'

/** Routes are those of every protocol that maintains some; a picture has those that the node is given. */
export const routeText: Text = {
  nodeLines: ({ routes, rules = [], ignoresLinkdown }) => [
    ...rules.map((rule) => ruleLine(rule, routes)),
    ...routes.filter(isShown).map(wayText),
    ...linkdownLine(ignoresLinkdown),
  ],
  watched: (watch) => watchedRoutes(watch).map((node) => `routes of ${node}`),
  states: { route: 'route' },
  waits: { route: ({ node, name, state }: RouteWait) => `${node} sends to ${name} by ${state}` },
  events: {},
}

/** The default gateway, and what is spread, ranked or refused; other routes go where a reader expects. */
const isShown = ({ to, table, ...special }: Route): boolean =>
  table === undefined &&
  (to === 'default' || [special.also, special.metric, special.refuse, special.bfd].some((one) => one !== undefined))

/** `default by 10.0.1.1, metric 100`. */
function wayText(route: Route): string {
  const { to, weights, device, refuse, metric, bfd, group } = route
  const gateways = gatewaysOf(route).map(
    (via, at) => `${via}${weights === undefined ? '' : ` (${String(weights[at])})`}`,
  )
  const words = [
    to,
    ...(refuse === undefined ? [] : [refuse]),
    ...(gateways.length === 0 ? [] : [`by ${gateways.join(' and ')}`]),
    ...(device === undefined ? [] : [`on ${device}`]),
  ]
  return [
    words.join(' '),
    ...(metric === undefined ? [] : [`metric ${String(metric)}`]),
    ...(group === undefined
      ? []
      : [group.type === 'mpath' ? 'nexthop group' : `resilient nexthop group of ${String(group.buckets)} buckets`]),
    ...(bfd === undefined ? [] : ['while BFD with it is up']),
  ].join(', ')
}

/** `from 10.0.1.21: default by 10.0.1.11`. */
function ruleLine({ from, to, iif, mark, table }: Rule, routes: Routing['routes']): string {
  const said = Object.entries({ from, to, iif, mark }).flatMap(([word, what]) =>
    what === undefined ? [] : [word, String(what)],
  )
  const ways = routes.filter((one) => one.table === table).map(wayText)
  return `${said.join(' ')}: ${table === undefined ? 'table main' : ways.join(', ')}`
}

const linkdownLine = (ignores: boolean | undefined): readonly string[] =>
  ignores === undefined ? [] : [`${ignores ? 'ignores' : 'uses'} routes by interfaces without carrier`]
