import { isIPv4, isIPv6 } from 'node:net'
import type { Route, Rule } from '../model/topology.ts'
import { parsePrefix } from '../model/address.ts'
import { asText, shown } from '../model/shown.ts'
import type { Parameters } from './parameters.ts'

/** 253 to 255 are the kernel's own: default, main, local. */
const TABLE = { min: 1, max: 252, code: 'table-out-of-range' } as const

/** A route of `node`: `to` is 'default' or a network, `via` one gateway or several of equal cost. */
export function readRoute(
  node: string,
  given: unknown,
  via: string | readonly string[],
  parameters: Parameters,
): Route {
  const to = asText(given)
  if (to !== 'default' && parsePrefix(to) === null)
    parameters.problem('bad-address', `${node} has a route to ${shown(given)}`, {
      allowed: "'default' or a network: 10.0.2.0/24",
    })
  const gateways = Array.isArray(via) ? (via as readonly string[]) : [via as string]
  for (const gateway of gateways.length === 0 ? [''] : gateways) {
    if (isIPv4(gateway) || isIPv6(gateway)) continue
    parameters.problem('bad-address', `the gateway of ${node}'s route to ${to} is ${shown(gateway)}`, {
      allowed: 'an address without prefix length',
    })
  }
  const [first = '', ...also] = gateways
  const route = { to, via: first, ...(also.length === 0 ? {} : { also }), ...readTable(parameters) }
  parameters.rejectUnknown()
  return route
}

/** A rule of policy routing of `node`. */
export function readRule(node: string, parameters: Parameters): Rule {
  const from = readMatch('from', parameters)
  const to = readMatch('to', parameters)
  const iif = parameters.named('iif')
  if (!['from', 'to', 'iif'].some((name) => parameters.has(name)))
    parameters.problem('rule-for-all', `a rule of ${node} matches whatever is sent`, {
      allowed: 'from, to or iif: what it is for',
      next: 'routes that are for all belong into main: leave the rule and the table out',
    })
  const rule = {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(iif === undefined ? {} : { iif }),
    ...readTable(parameters),
  }
  parameters.rejectUnknown()
  return rule
}

const readTable = (parameters: Parameters): { readonly table?: number } =>
  parameters.has('table') ? { table: parameters.integer('table', TABLE.min, TABLE) } : {}

function readMatch(name: 'from' | 'to', parameters: Parameters): string | undefined {
  const text = parameters.text(name)
  if (text !== undefined && !isIPv4(text) && parsePrefix(text)?.family !== 4)
    parameters.problem(
      'bad-address',
      parameters.describe(name),
      {
        allowed: 'an IPv4 address or network: 10.0.2.1, 10.0.2.0/24',
      },
      name,
    )
  return text
}
