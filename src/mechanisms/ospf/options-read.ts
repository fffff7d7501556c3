import type { Parameters } from '../../words/parameters.ts'
import { formatNs, seconds, type DurationText, type Ns } from '../../model/time.ts'
import { BACKBONE, type OspfFeature, type OspfInterface } from './data.ts'

export const COST = { min: 1, max: 65_535 } as const

type Timers = Pick<OspfInterface, 'cost' | 'helloNs' | 'deadNs'>

/** What all interfaces of a node have in common. */
interface Common {
  readonly timers: Timers
  readonly key?: string
  readonly spf: OspfFeature['spf']
}

/** Of every router: options of generators, too. `standardNs`: the default of `hello`. */
export function readOspf(parameters: Parameters, standardNs: Ns = seconds(10)): Common {
  const timers = readTimers(parameters, { cost: 10, helloNs: standardNs, deadNs: 4 * standardNs })
  const key = parameters.text('authentication')
  if (key !== undefined && !/^[\x21-\x7e]{1,16}$/.test(key))
    parameters.problem(
      'bad-key',
      parameters.describe('authentication'),
      { allowed: '1 to 16 characters without spaces' },
      'authentication',
    )
  const spf = parameters.inner('spf')
  const times = {
    delayNs: spf.duration('delay', '0ms', { min: 0, max: seconds(600) }),
    holdNs: spf.duration('hold', '50ms', { min: 0, max: seconds(600) }),
    maxHoldNs: spf.duration('maxHold', '5s', { min: 0, max: seconds(600) }),
  }
  spf.rejectUnknown()
  return { timers, spf: times, ...(key === undefined ? {} : { key }) }
}

export function readFeature(parameters: Parameters): OspfFeature {
  const { timers, spf, key } = readOspf(parameters)
  const common = readInterface(parameters, { ...timers, area: BACKBONE, network: 'point-to-point' })
  const keyed = key === undefined ? {} : { key }
  const given = parameters.inner('interfaces')
  const interfaces = given.given().map((name): OspfInterface => {
    const inner = given.inner(name)
    const own = readInterface(inner, { ...common, ...readTimers(inner, common) })
    const passive = inner.boolean('passive', false)
    inner.rejectUnknown()
    return { name, passive, ...own, ...keyed }
  })
  const passive = parameters.names('passive').map((name): OspfInterface => ({ name, passive: true, ...common }))
  return { routerId: readId(parameters, 'routerId', ''), interfaces: [...interfaces, ...passive], spf }
}

type Read = Omit<OspfInterface, 'name' | 'passive' | 'key'>

function readInterface(parameters: Parameters, standard: Read): Read {
  const network = parameters.oneOf('network', standard.network, ['point-to-point', 'broadcast'])
  const priority = parameters.has('priority')
    ? parameters.integer('priority', 1, { min: 0, max: 255 })
    : standard.priority
  if (parameters.has('priority') && network !== 'broadcast')
    parameters.problem(
      'no-election',
      `${parameters.describe('priority')}, and a point-to-point link elects no router`,
      { next: "network: 'broadcast'" },
      'priority',
    )
  return {
    ...standard,
    network,
    area: readId(parameters, 'area', standard.area),
    cost: parameters.integer('cost', standard.cost, COST),
    ...(priority === undefined ? {} : { priority }),
  }
}

function readTimers(parameters: Parameters, standard: Timers): Timers {
  const helloNs = readSeconds(parameters, 'hello', standard.helloNs)
  // RFC 2328 C.3: four hellos.
  const deadNs = readSeconds(parameters, 'dead', parameters.has('hello') ? 4 * helloNs : standard.deadNs)
  if (deadNs <= helloNs && (parameters.has('hello') || parameters.has('dead')))
    parameters.problem(
      'dead-before-hello',
      parameters.describe('dead'),
      { allowed: `more than hello, ${formatNs(helloNs)}` },
      'dead',
    )
  return { cost: standard.cost, helloNs, deadNs }
}

/** ospfd reads whole seconds. */
const readSeconds = (parameters: Parameters, name: string, standardNs: Ns): Ns =>
  parameters.duration(name, `${String(standardNs / 1e9)}s` as DurationText, {
    min: seconds(1),
    max: seconds(65_535),
    whole: 'seconds',
  })

const readId = (parameters: Parameters, name: string, standard: string): string => parameters.ipv4(name) ?? standard
