import { isIPv4, isIPv6 } from 'node:net'
import type { Parameters } from '../../words/parameters.ts'
import { parsePrefix } from '../../model/address.ts'
import { GROUP_TYPES, REFUSALS, type Refusal, type Route, type Rule } from '../../model/route.ts'
import { isRecord } from '../../model/record.ts'
import { asText, shown } from '../../words/shown.ts'

/** 253 to 255 are the kernel's own: default, main, local. */
const TABLE = { min: 1, max: 252, code: 'table-out-of-range' } as const
/** RTA_PRIORITY, FRA_FWMARK. */
const U32 = 2 ** 32 - 1
/** rtnh_hops holds the weight less 1, in a byte (net/ipv4/fib_semantics.c). */
const WEIGHT = { min: 1, max: 256 } as const
/** NHA_RES_GROUP_BUCKETS is a u16, and none is refused. */
const BUCKETS = { min: 1, max: 65_535 } as const
const DEFAULT_BUCKETS = 128

/** A route of `node`: `to` is 'default' or a network. */
export function readRoute(node: string, given: unknown, hop: unknown, parameters: Parameters): Route {
  const to = asText(given)
  if (to !== 'default' && parsePrefix(to) === null)
    parameters.problem('bad-address', `${node} has a route to ${shown(given)}`, {
      allowed: "'default' or a network: 10.0.2.0/24",
    })
  const next = readNext(node, to, hop, parameters)
  const route = {
    to,
    ...next,
    ...readWeights(next, parameters),
    ...readGroup(next, parameters),
    ...readDevice(next, parameters),
    ...(parameters.has('metric') ? { metric: parameters.integer('metric', 0, { min: 0, max: U32 }) } : {}),
    ...readTable(parameters),
    ...readTracking(next, parameters),
  }
  parameters.rejectUnknown()
  return route
}

function readTracking({ via, also }: Next, parameters: Parameters): Pick<Route, 'bfd'> {
  if (!parameters.boolean('bfd', false)) return {}
  const isOne = via !== undefined && isIPv4(via) && also === undefined
  if (isOne && !['device', 'table', 'weights'].some((name) => parameters.has(name))) return { bfd: true }
  parameters.problem(
    'bad-parameter',
    parameters.describe('bfd'),
    { allowed: 'only beside one IPv4 gateway, without device, table and weights' },
    'bfd',
  )
  return {}
}

type Next = Pick<Route, 'via' | 'also' | 'device' | 'refuse'>

function readNext(node: string, to: string, given: unknown, parameters: Parameters): Next {
  if (isRefusal(given)) return { refuse: given }
  if (isRecord(given) && typeof given.name === 'string') return { device: given.name }
  const gateways = Array.isArray(given) ? (given as readonly unknown[]) : [given]
  for (const gateway of gateways.length === 0 ? [''] : gateways) {
    if (typeof gateway === 'string' && (isIPv4(gateway) || isIPv6(gateway))) continue
    parameters.problem('bad-address', `the gateway of ${node}'s route to ${to} is ${shown(gateway)}`, {
      allowed: `an address without prefix length, several, an interface of the node, ${REFUSALS.map((one) => `'${one}'`).join(', ')}`,
    })
  }
  const [via = '', ...also] = gateways.map(asText)
  return { via, ...(also.length === 0 ? {} : { also }) }
}

const isRefusal = (value: unknown): value is Refusal => REFUSALS.some((one) => one === value)

function readWeights({ also = [] }: Next, parameters: Parameters): Pick<Route, 'weights'> {
  if (!parameters.has('weights')) return {}
  const weights = parameters.integers('weights', WEIGHT)
  if (also.length > 0 && parameters.list('weights').length === 1 + also.length) return { weights }
  parameters.problem(
    'bad-parameter',
    parameters.describe('weights'),
    {
      allowed: also.length === 0 ? 'only beside several gateways' : `${String(1 + also.length)} numbers, one a gateway`,
    },
    'weights',
  )
  return {}
}

function readGroup({ via = '', also = [] }: Next, parameters: Parameters): Pick<Route, 'group'> {
  const isGrouped = parameters.has('group')
  const type = isGrouped ? parameters.oneOf('group', 'resilient', GROUP_TYPES) : null
  const isNumbered = parameters.has('buckets')
  const buckets = parameters.integer('buckets', DEFAULT_BUCKETS, BUCKETS)
  if (isNumbered && type !== 'resilient')
    parameters.problem(
      'bad-parameter',
      parameters.describe('buckets'),
      { allowed: "only beside group: 'resilient'" },
      'buckets',
    )
  if (type === null) return {}
  if (also.length > 0 && [via, ...also].every((one) => isIPv4(one)))
    return { group: type === 'mpath' ? { type } : { type, buckets } }
  parameters.problem(
    'bad-parameter',
    parameters.describe('group'),
    { allowed: 'only beside several IPv4 gateways' },
    'group',
  )
  return {}
}

function readDevice(next: Next, parameters: Parameters): Pick<Route, 'device'> {
  if (!parameters.has('device')) return {}
  const device = parameters.named('device')
  if (next.via !== undefined && next.also === undefined) return device === undefined ? {} : { device }
  parameters.problem('bad-parameter', parameters.describe('device'), { allowed: 'only beside one gateway' }, 'device')
  return {}
}

/** A rule of policy routing of `node`. */
export function readRule(node: string, parameters: Parameters): Rule {
  const from = readMatch('from', parameters)
  const to = readMatch('to', parameters)
  const iif = parameters.named('iif')
  const mark = parameters.has('mark') ? parameters.integer('mark', 1, { min: 1, max: U32 }) : undefined
  if (!['from', 'to', 'iif', 'mark'].some((name) => parameters.has(name)))
    parameters.problem('rule-for-all', `a rule of ${node} matches whatever is sent`, {
      allowed: 'from, to, iif or mark: what it is for',
      next: 'routes that are for all belong into main: leave the rule and the table out',
    })
  const rule = {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(iif === undefined ? {} : { iif }),
    ...(mark === undefined ? {} : { mark }),
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
