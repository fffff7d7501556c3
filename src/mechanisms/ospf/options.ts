import { isIPv4 } from 'node:net'
import type { Parameters } from '../../compose/parameters.ts'
import { formatNs, seconds, type DurationText, type Ns } from '../../model/time.ts'
import type { Options } from '../contract/options.ts'
import { OSPF, type OspfFeature, type OspfInterface } from './data.ts'
import { ospfProblems } from './options-problems.ts'
import type { OspfOptions } from './options-types.ts'

export interface OspfNouns {
  /** OSPFv2, run by FRR: routes to the networks of all nodes that speak it, and another way where one is lost. */
  ospf(options: OspfOptions): this
}

type Timers = Pick<OspfInterface, 'cost' | 'helloNs' | 'deadNs'>

export const ospfOptions: Options<OspfNouns> = {
  nouns: (node) => ({
    ospf(options) {
      const parameters = node.parameters(`ospf of ${node.node}`, options)
      const feature = read(parameters)
      node.feature<OspfFeature>(OSPF, () => feature)
      node.place(OSPF, parameters)
      parameters.rejectUnknown()
      return this
    },
  }),
  problems: ospfProblems,
}

function read(parameters: Parameters): OspfFeature {
  const timers = readTimers(parameters, { cost: 10, helloNs: seconds(10), deadNs: seconds(40) })
  const key = parameters.text('authentication')
  if (key !== undefined && !/^[\x21-\x7e]{1,16}$/.test(key))
    parameters.problem(
      'bad-key',
      parameters.describe('authentication'),
      { allowed: '1 to 16 characters without spaces' },
      'authentication',
    )
  const keyed = key === undefined ? {} : { key }
  const given = parameters.inner('interfaces')
  const interfaces = given.given().map((name): OspfInterface => {
    const inner = given.inner(name)
    const own = { name, passive: false, ...readTimers(inner, timers), ...keyed }
    inner.rejectUnknown()
    return own
  })
  const passive = parameters.names('passive').map((name): OspfInterface => ({ name, passive: true, ...timers }))
  const spf = parameters.inner('spf')
  const times = {
    delayNs: spf.duration('delay', '0ms', { min: 0, max: seconds(600) }),
    holdNs: spf.duration('hold', '50ms', { min: 0, max: seconds(600) }),
    maxHoldNs: spf.duration('maxHold', '5s', { min: 0, max: seconds(600) }),
  }
  spf.rejectUnknown()
  return {
    routerId: readId(parameters, 'routerId', ''),
    area: readId(parameters, 'area', '0.0.0.0'),
    interfaces: [...interfaces, ...passive],
    spf: times,
  }
}

function readTimers(parameters: Parameters, standard: Timers): Timers {
  const helloNs = readSeconds(parameters, 'hello', standard.helloNs)
  // RFC 2328 C.3: four hellos.
  const deadNs = readSeconds(parameters, 'dead', parameters.has('hello') ? 4 * helloNs : standard.deadNs)
  if (deadNs <= helloNs)
    parameters.problem(
      'dead-before-hello',
      parameters.describe('dead'),
      { allowed: `more than hello, ${formatNs(helloNs)}` },
      'dead',
    )
  return { cost: parameters.integer('cost', standard.cost, { min: 1, max: 65_535 }), helloNs, deadNs }
}

/** ospfd reads whole seconds. */
function readSeconds(parameters: Parameters, name: string, standardNs: Ns): Ns {
  const ns = parameters.duration(name, `${String(standardNs / 1e9)}s` as DurationText, {
    min: seconds(1),
    max: seconds(65_535),
  })
  if (ns % 1e9 === 0) return ns
  parameters.problem('bad-duration', parameters.describe(name), { allowed: 'whole seconds' }, name)
  return standardNs
}

function readId(parameters: Parameters, name: string, standard: string): string {
  const text = parameters.text(name)
  if (text === undefined || isIPv4(text)) return text ?? standard
  parameters.problem('bad-address', parameters.describe(name), { allowed: 'an IPv4 address' }, name)
  return standard
}
