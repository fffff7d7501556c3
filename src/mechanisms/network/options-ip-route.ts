import { isIPv4, isIPv6 } from 'node:net'
import { parsePrefix } from '../../model/address.ts'
import type { Route } from '../../model/route.ts'

/** `ip route add 10.2.0.0/16 via 10.0.0.1 dev bond0`, of ip-route(8); null: it is something else. `device` stands for $IFACE. */
export function routeOf(command: readonly string[], device: string): Route | null {
  const words = command.map((word) => word.replaceAll('$IFACE', device))
  const [program = '', noun = '', verb = '', to = '', ...rest] = words.filter((word) => word !== '-4')
  if (!/^(\/(usr\/)?s?bin\/)?ip$/.test(program) || !/^(r|ro|rou|rout|route)$/.test(noun)) return null
  if (!/^(add|a|append|replace)$/.test(verb) || (to !== 'default' && parsePrefix(to) === null && !isIPv4(to)))
    return null
  const given = new Map<string, string>()
  for (let at = 0; at < rest.length; at += 2) given.set(rest[at] ?? '', rest[at + 1] ?? '')
  const [via, dev, metric] = ['via', 'dev', 'metric'].map((word) => given.get(word))
  if ([...given.keys()].some((word) => !['via', 'dev', 'metric'].includes(word))) return null
  if (via !== undefined && !isIPv4(via) && !isIPv6(via)) return null
  if (metric !== undefined && !/^\d+$/.test(metric)) return null
  return {
    to: isIPv4(to) ? `${to}/32` : to,
    ...(via === undefined ? {} : { via }),
    ...(dev === undefined ? {} : { device: dev }),
    ...(metric === undefined ? {} : { metric: Number(metric) }),
  }
}
