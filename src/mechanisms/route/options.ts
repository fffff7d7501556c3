import type { Options } from '../contract/options.ts'
import { routingProblems } from './options-problems.ts'
import { readRoute, readRule } from './options-read.ts'
import type { NextHop, RouteOptions, RoutingOptions, RuleOptions } from './options-types.ts'

export interface RouteNouns {
  /** A route. `to`: 'default' or a network. `hop`: a gateway, several of equal cost, an interface, or what refuses packets. */
  route(to: string, hop: NextHop, options?: RouteOptions): this
  /** Policy routing: packets that match are routed by another table. Rules apply in the order of their declaration, then table main. */
  rule(options: RuleOptions): this
  /** How the node uses its routes. */
  routing(options: RoutingOptions): this
}

export const routeOptions: Options<RouteNouns> = {
  nouns: (node) => ({
    route(to, hop, options = {}) {
      const parameters = node.parameters(`route of ${node.node}`, options)
      const route = readRoute(node.node, to, hop, parameters)
      const { routes } = node.routing((old) => ({ ...old, routes: [...old.routes, route] }))
      node.place(`route ${String(routes.length - 1)}`, parameters)
      if (route.table !== undefined) node.place(`table ${String(route.table)}`, parameters)
      return this
    },
    rule(options) {
      const parameters = node.parameters(`rule of ${node.node}`, options)
      const rule = readRule(node.node, parameters)
      const { rules = [] } = node.routing((old) => ({ ...old, rules: [...(old.rules ?? []), rule] }))
      node.place(`rule ${String(rules.length - 1)}`, parameters)
      return this
    },
    routing(options) {
      const parameters = node.parameters(`routing of ${node.node}`, options)
      const given = parameters.has('ignoreRoutesWithLinkdown')
      const ignoresLinkdown = parameters.boolean('ignoreRoutesWithLinkdown', false)
      if (given) node.routing((old) => ({ ...old, ignoresLinkdown }))
      parameters.rejectUnknown()
      return this
    },
  }),
  problems: routingProblems,
}
