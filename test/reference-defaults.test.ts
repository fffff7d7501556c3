import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { linkCut, linkFlap } from '../chaos/index.ts'
import { BackhoeError, compose, defineLab, flow, session, type Topology } from '../src/index.ts'
import * as generators from '../topologies/index.ts'

/** What may be left out of an options table of docs/reference.md, and what must be given: values of the options by name. */
interface Table {
  readonly defaults: Readonly<Record<string, unknown>>
  readonly given: Readonly<Record<string, unknown>>
}

const page = readFileSync(join(import.meta.dirname, '../docs/reference.md'), 'utf8')

/** Cells of the rows: name, type, default, text. */
const rowsOf = (section: string): readonly (readonly string[])[] =>
  (page.split(/^#{3,4} /m).find((part) => part.startsWith(`${section}\n`)) ?? '')
    .split('\n')
    .flatMap((line) => (/^\| `\w+` \|/.test(line) ? [line.slice(2, -2).split(/(?<!\\) \| /)] : []))

function tableOf(section: string): Table {
  const values = (from: 1 | 2) =>
    Object.fromEntries(
      rowsOf(section).flatMap((cells) => {
        const isRequired = cells[2] === 'must be given'
        const value = isRequired === (from === 1) ? valueOf(/^`([^`]+)`/.exec(cells[from] ?? '')?.[1] ?? '') : undefined
        return value === undefined ? [] : [[nameOf(cells), value] as const]
      }),
    )
  return { defaults: values(2), given: values(1) }
}

const nameOf = ([cell = '']: readonly string[]): string => cell.replaceAll('`', '')

/** Values just outside of the range that a text gives: `1 to 254`, `2 to 30 s`. None: it gives no range, or one of several numbers. */
function outside([, type = '', , text = '']: readonly string[]): readonly unknown[] {
  const [, low, high, seconds] = /(\d[\d,]*) to (\d[\d,]*)( s\b)?/.exec(text) ?? []
  if (low === undefined || high === undefined) return []
  const unit = seconds === undefined ? /\}(pps|kbit|B)`/.exec(type)?.[1] : 's'
  const isNumber = type === '`number`'
  if (!isNumber && unit === undefined) return []
  return [low, high]
    .map((digits, at) => Number(digits.replaceAll(',', '')) + (at === 0 ? -1 : 1))
    .map((value) => (isNumber ? value : `${String(value)}${unit ?? ''}`))
}

/** Of `'1s'`, `{ r1: 150, r2: 100 }`, `[10, 20]`, `true`; undefined: a type, and no value. */
function valueOf(literal: string): unknown {
  try {
    return JSON.parse(literal.replaceAll("'", '"').replaceAll(/(\w+): /g, '"$1": '))
  } catch {
    return undefined
  }
}

type Build = (options: never) => unknown

const host = (options: object): Topology => {
  const net = compose('two')
  const [a, b] = [net.node('a', { role: 'host' }), net.node('b', { role: 'switch' })]
  for (const port of ['p1', 'p2']) net.link(a.port(port), b.port(port))
  a.bond('bond0', { mode: 'active-backup', members: ['p1', 'p2'], ...options })
  return net.build()
}

/** Of each mode with the options that it has. `portKey` is left out: a key of 0 is in the plan only where it is given. */
const bonds = (options: object): readonly Topology[] =>
  [
    {
      mode: 'active-backup',
      own: ['primaryReselect', 'redundant', 'miimon', 'updelay', 'downdelay', 'numGratArp', 'resendIgmp'],
    },
    { mode: '802.3ad', own: ['lacpRate', 'hash', 'minLinks', 'redundant', 'miimon', 'updelay', 'downdelay'] },
  ].map(({ mode, own }) =>
    host({ mode, ...Object.fromEntries(Object.entries(options).filter(([name]) => own.includes(name))) }),
  )

const bridge = (options: object, port: object = {}): Topology => {
  const net = compose('two')
  const [a, b] = [net.node('a', { role: 'host' }), net.node('b', { role: 'switch' })]
  net.link(a.port('p1'), b.port('p1', port))
  b.bridge('br0', { ports: ['p1'], ...options })
  return net.build()
}

const router = (options: object): Topology => {
  const net = compose('two')
  const [a, b] = [net.node('a', { role: 'router' }), net.node('b', { role: 'host' })]
  net.link(a.port('p1', { addresses: ['10.0.0.2/24'] }), b.port('p1', { addresses: ['10.0.0.3/24'] }))
  a.virtualRouter('V', { interface: 'p1', vrid: 1, addresses: ['10.0.0.1/24'], ...options })
  return net.build()
}

const ends = generators.gatewayPair()
const experiment = (options: object): unknown => {
  const traffic = { web: flow(ends.host, ends.server) }
  const spec = {
    fault: linkCut(ends.r1.lan),
    hold: '10s',
    trials: 1,
    targets: { web: { outage: '< 4s' } },
    ...options,
  } as const
  const { recoverNs, settleNs, gate, rehearse } =
    defineLab({ topology: ends, traffic, experiments: { cut: spec } }).experiments[0] ?? {}
  return { recoverNs, settleNs, gate, rehearse }
}

const data = (value: object): unknown => JSON.parse(JSON.stringify({ ...value, where: undefined }))

const cases: Readonly<Record<string, Build>> = {
  ActiveActiveOptions: generators.activeActive,
  TreeCampusOptions: generators.campus,
  MlagCampusOptions: generators.campus,
  DualHomedActiveBackupOptions: generators.dualHomedActiveBackup,
  DualHomedLagOptions: generators.dualHomedLag,
  DualUplinkBgpOptions: generators.dualUplinkBgp,
  DualUplinkOptions: generators.dualUplink,
  GatewayPairOptions: generators.gatewayPair,
  LeafSpineOptions: generators.leafSpine,
  MlagPairOptions: generators.mlagPair,
  NPlusOneOptions: generators.nPlusOne,
  RoutedCampusOptions: generators.routedCampus,
  RouterPairOptions: generators.routerPair,
  ServicePairOptions: generators.servicePair,
  TreeSwitchesOptions: generators.redundantSwitches,
  RapidTreeSwitchesOptions: generators.redundantSwitches,
  LagSwitchesOptions: generators.redundantSwitches,
  MlagSwitchesOptions: generators.redundantSwitches,
  SeparatedNetworksOptions: generators.separatedNetworks,
  VrrpOptions: router,
  VirtualRouterOptions: router,
  ReachTimers: (options: object) => router({ reach: { address: '10.0.0.9', ...options } }),
  BondOptions: bonds,
  BondMonitorOptions: host,
  ArpMonitorOptions: (options: object) =>
    host({ arpMonitor: { interval: '100ms', targets: ['10.0.0.9'], ...options } }),
  SpanningTreeOptions: (options: object) => bridge({ stp: options }),
  RapidSpanningTreeOptions: (options: object) => bridge({ rstp: options }),
  StpPortOptions: (options: object) => bridge({ stp: {} }, { stpPort: options }),
  InterfaceOptions: (options: object) => bridge({}, options),
  ExperimentSpec: experiment,
  FlowOptions: (options: object) => data(flow(ends.host, ends.server, options)),
  TcpSessionOptions: (options: object) => data(session.tcp(ends.host, ends.server, options)),
  StreamSessionOptions: (options: object) => data(session.stream(ends.host, ends.server, options)),
  LinkFlapOptions: (options: object) => data(linkFlap(ends.r1.lan, { period: '1s', count: 2, ...options })),
}

/** A site without its handles, which are functions. */
const built = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'topology' in value ? value.topology : value

// A default that the reference gives wrongly is believed. So each is given by hand, and must change nothing.
test.each(Object.entries(cases))('%s: the defaults of the reference are those of the code', (section, build) => {
  const { defaults, given } = tableOf(section)
  expect(Object.keys(defaults).length).toBeGreaterThan(0)
  const without = built(build(given as never))
  for (const [name, value] of Object.entries(defaults))
    expect({ [name]: built(build({ ...given, [name]: value } as never)) }).toEqual({ [name]: without })
})

function isRefused(build: Build, options: object): boolean {
  try {
    const made = build(options as never)
    return typeof made === 'object' && made !== null && hasProblems(made)
  } catch (error) {
    return error instanceof BackhoeError
  }
}

/** Of a flow, a session or a fault, which keep what is wrong with them; a site has thrown. */
const hasProblems = (made: object): boolean =>
  'problems' in made && Array.isArray(made.problems) && made.problems.length > 0

// The other half of a row: a value that the text excludes is refused, so that the text is no narrower than the code.
test('what lies just outside of a range that the reference gives is refused', () => {
  const tried = Object.entries(cases).flatMap(([section, build]) => {
    const { given } = tableOf(section)
    return rowsOf(section)
      .filter((row) => nameOf(row) !== 'portKey')
      .flatMap((row) => outside(row).map((value) => ({ section, build, options: { ...given, [nameOf(row)]: value } })))
  })
  expect(tried.length).toBeGreaterThan(80)
  const accepted = tried.filter(({ build, options }) => !isRefused(build, options))
  expect(accepted.map(({ section, options }) => [section, options])).toEqual([])
})
