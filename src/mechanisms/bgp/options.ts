import { isIPv4 } from 'node:net'
import { networkOf } from '../../model/address.ts'
import type { Parameters } from '../../words/parameters.ts'
import type { Options } from '../contract/options.ts'
import { CONTAINED_CONF, FRR_CONF } from '../frr/data-own.ts'
import { watchedBlock } from '../frr/options-blocks.ts'
import { BGP, WATCHED, type BgpFeature, type BgpNeighbour } from './data.ts'
import { readBgp } from './options-own.ts'
import { bgpProblems } from './options-problems.ts'
import { readStability } from './options-stability.ts'
import { readBgpTimers } from './options-timers.ts'
import type { BgpOptions } from './options-types.ts'

export interface BgpNouns {
  /** BGP-4, run by FRR: routes to what its neighbours and their neighbours announce, and other paths where one is lost. */
  bgp(options: BgpOptions): this
}

export const bgpOptions: Options<BgpNouns> = {
  nouns: (node) => ({
    bgp(options) {
      const parameters = node.parameters(`bgp of ${node.node}`, options)
      const feature = read(parameters)
      node.feature<BgpFeature>(BGP, () => feature)
      node.place(BGP, parameters)
      parameters.rejectUnknown()
      return this
    },
  }),
  problems: bgpProblems,
  reads: { [FRR_CONF]: readBgp, [CONTAINED_CONF]: watchedBlock(readBgp, /^router bgp \d+$/, WATCHED) },
}

const AS = { min: 1, max: 4_294_967_294 } as const
const PREFERENCE = { min: 0, max: 4_294_967_295 } as const

function read(parameters: Parameters): BgpFeature {
  const as = readAs(parameters)
  const given = parameters.inner('neighbours')
  const neighbours = given.given().map((address) => {
    if (!isIPv4(address))
      given.problem('bad-address', `a neighbour of bgp is '${address}'`, { allowed: 'IPv4 addresses' }, address)
    return readNeighbour(address, given.inner(address))
  })
  const routerId = parameters.text('routerId') ?? ''
  if (routerId !== '' && !isIPv4(routerId))
    parameters.problem('bad-address', parameters.describe('routerId'), { allowed: 'an IPv4 address' }, 'routerId')
  const networks = parameters.names('networks')
  const { connectNs, ...timers } = readBgpTimers(parameters, { hold: '180s', connect: '120s' })
  return {
    as,
    routerId,
    neighbours: neighbours.map((one) => ({ ...one, connectNs })),
    networks,
    ...timers,
    ecmp: parameters.integer('ecmp', 1, { min: 1, max: 64 }),
    ...readStability(parameters),
  }
}

function readNeighbour(address: string, parameters: Parameters): Omit<BgpNeighbour, 'connectNs'> {
  const preferences = parameters.inner('preferences')
  const one = {
    address,
    as: readAs(parameters),
    localPreference: parameters.integer('localPreference', 100, PREFERENCE),
    preferences: preferences.given().map((community) => {
      checkCommunity(preferences, community)
      return { community, localPreference: preferences.integer(community, 100, PREFERENCE) }
    }),
    prepend: parameters.integer('prepend', 0, { min: 0, max: 10 }),
    communities: parameters.names('communities'),
    announce: parameters.oneOf('announce', 'all', ['all', 'own']),
    prefixes: readPrefixes(parameters.inner('prefixes')),
  }
  for (const community of one.communities) checkCommunity(parameters, community)
  parameters.rejectUnknown()
  return one
}

function readPrefixes(parameters: Parameters): BgpNeighbour['prefixes'] {
  const listed = (name: 'in' | 'out'): readonly string[] | null => {
    if (!parameters.has(name)) return null
    const names = parameters.names(name)
    for (const one of names.filter((text) => text.includes(':') || networkOf(text) !== text))
      parameters.problem('bad-address', `${parameters.called(name)} holds '${one}'`, { allowed: ALLOWED }, name)
    return names
  }
  const prefixes = { in: listed('in'), out: listed('out') }
  parameters.rejectUnknown()
  return prefixes
}

const ALLOWED = "IPv4 networks with their prefix length, such as '10.0.3.0/24'"

/** 0 where it is missing: there is no default. */
function readAs(parameters: Parameters): number {
  if (parameters.has('as')) return parameters.integer('as', 0, AS)
  parameters.problem('missing-parameter', parameters.describe('as'), {
    allowed: 'the number of an autonomous system',
  })
  return 0
}

function checkCommunity(parameters: Parameters, community: string): void {
  const parts = /^(\d{1,5}):(\d{1,5})$/.exec(community)
  if (parts !== null && parts.slice(1).every((part) => Number(part) <= 65_535)) return
  parameters.problem('bad-community', `a community of bgp is '${community}'`, {
    allowed: "two numbers up to 65535, such as '65010:80'",
  })
}
