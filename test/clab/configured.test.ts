import { expect, test } from 'vitest'
import { linkSilent } from '../../chaos/index.ts'
import { defineLab, flow, fromContainerlab } from '../../src/index.ts'
import { seconds } from '../../src/model/time.ts'
import type { Topology } from '../../src/model/topology.ts'
import { buildPlan } from '../../src/plan/plan.ts'
import { dualHomedActiveBackup, dualHomedLag, gatewayPair, servicePair } from '../../topologies/index.ts'
import { readBack } from './read-back.ts'
import { renderProblems } from '../../src/cli/output.ts'
import { commandsOf } from '../../src/clab/shell.ts'
import { loadPlan } from '../../src/lab/load.ts'
import type { Plan } from '../../src/model/plan.ts'
import { theoryInWords } from '../theory/ask.ts'
import { silenceText } from '../../src/model/silence.ts'

async function planned(name: string) {
  return await loadPlan(`test/clab/labs/${name}.lab.ts`, { hz: 100, runtime: 'containerlab' })
}

const windowsOf = ({ experiments }: Plan) =>
  experiments.map(({ name, variants: [variant] }) => [
    name,
    ...(variant?.windows ?? []).map(({ direction, lowNs, highNs }) => [
      direction,
      lowNs / 1e6,
      (highNs ?? Infinity) / 1e6,
    ]),
  ])

test('addresses, a bond and bridges of a containerlab file have probes, windows and watched states', async () => {
  const { plan, warnings } = await planned('legs')
  expect(plan.flows[0]?.streams.map(({ from, to }) => [from.address, to.address])).toEqual([
    ['10.0.0.1', '10.0.0.2'],
    ['10.0.0.2', '10.0.0.1'],
  ])
  expect(windowsOf(plan)).toEqual([
    // One look of the monitor, every 110 ms at HZ=100.
    ['cut', ['forward', 0, 110], ['backward', 0, 110]],
    ['silent', ['forward', 3000, Infinity], ['backward', 3000, Infinity]],
  ])
  expect(plan.settle.map(({ wait }) => wait.wait)).toContain('bondActive')
  expect(plan.experiments[0]?.gate.unasked).toBeUndefined()
  expect(warnings.map(({ code }) => code)).toEqual(['impossible-target'])
})

test('what is not understood is named with its line, all of it, and what depends on it has no window', async () => {
  const { plan, warnings } = await planned('unread')
  const unread = warnings.filter(({ code }) => code === 'not-modelled')
  await expect(renderProblems(unread, { color: false, cwd: process.cwd() }, 'warning')).toMatchFileSnapshot(
    '../golden/errors/clab-not-modelled.txt',
  )
  expect(plan.experiments[0]?.variants[0]?.windows).toEqual([])
  expect(plan.experiments[0]?.variants[0]?.silent.map(silenceText)[0]).toContain(
    'no window: not our configuration (a has ',
  )
  expect(plan.experiments[0]?.gate.unasked).toEqual([
    'protocols were not asked where a configuration is not understood (a, b, c, d); only carrier and clean flows',
  ])
})

test('bound files and scripts are read at their own lines', async () => {
  const { plan, warnings } = await planned('bound')
  const unread = warnings.filter(({ code }) => code === 'not-modelled')
  const text = renderProblems(unread, { color: false, cwd: process.cwd() }, 'warning')
  await expect(text).toMatchFileSnapshot('../golden/errors/clab-bound.txt')
  if (plan.runtime.kind !== 'containerlab') throw new Error('no containerlab')
  // The user's file stays: ours, which reports to a FIFO, is bound over it.
  expect(plan.runtime.files['bound/a/keepalived.conf']).toContain('vrrp_notify_fifo /backhoe-watch/vrrp.fifo')
  expect(plan.runtime.files['bound.clab.yml']).toContain('- bound/a/keepalived.conf:/conf/keepalived.conf\n')
})

test('a lab that runs already has the same windows, and states of its daemons are not awaited', () => {
  const site = fromContainerlab('../../labs/containerlab-gateways/gateways.clab.yml')
  const lab = defineLab({
    topology: site,
    traffic: { web: flow(site.node('pc'), site.node('web'), { streams: 1, rate: '100pps' }) },
    experiments: {
      silent: { fault: linkSilent(site.cable('r2:eth1')), hold: '6s', trials: 1, targets: { web: { outage: '< 9s' } } },
    },
  })
  const [ours, theirs] = (['deploy', 'attach'] as const).map(
    (mode) => buildPlan(lab, 'it', { hz: 100, runtime: 'containerlab', mode }).plan,
  )
  if (ours === undefined || theirs === undefined) throw new Error('no plan')
  expect(windowsOf(theirs)).toEqual(windowsOf(ours))
  expect(ours.experiments[0]?.variants[0]?.silent).toEqual([])
  const waits = [ours, theirs].map((one) => new Set(one.settle.map(({ wait }) => wait.wait)))
  expect(waits).toEqual([new Set(['carrier', 'vrrpSettled']), new Set(['carrier'])])
})

/** What theory says of each cable cut: by words, since names and order of interfaces are the same. */
function theoryOfCuts(topology: Topology, from: string, to: string): readonly unknown[] {
  return topology.cables.map((cable) => {
    const { windows, silent } = theoryInWords({
      topology,
      effects: [cable.a, cable.b].map((at) => ({ effect: 'carrier-lost', at })),
      drift: [],
      flows: [{ name: 'web', from, to, streams: 1, ratePps: 100 }],
      hz: 100,
      holdNs: seconds(10),
      when: null,
    })
    return [cable.name, windows, silent]
  })
}

// A topology of ours as `generate` writes it, and read again as a file of somebody's: bonds by commands, keepalived by its file.
test.each([
  ['gateway-pair', gatewayPair({ advertInterval: '300ms', priority: { r1: 120, r2: 90 } }), 'host', 'server'],
  ['dual-homed', dualHomedActiveBackup({ miimon: '50ms', downdelay: '200ms', primary: 'leg1' }), 'host', 'server'],
  ['dual-homed-lag', dualHomedLag({ miimon: '100ms' }), 'host', 'server'],
  ['service-pair', servicePair({}), 'client', 's1'],
] as const)('%s: said natively and as configuration files it has the same windows', (name, { topology }, from, to) => {
  const read = readBack({ ...topology, name })
  expect(read.nodes.flatMap(({ unread = [] }) => unread)).toEqual([])
  expect(theoryOfCuts(read, from, to)).toEqual(theoryOfCuts(topology, from, to))
})

test.each([
  ["ip link set 'eth 1' up", [['ip', 'link', 'set', 'eth 1', 'up']]],
  // Without a shell operators are words.
  ['echo a && echo b', [['echo', 'a', '&&', 'echo', 'b']]],
  [
    `sh -c 'echo a && echo "b;c" ; ip l'`,
    [
      ['echo', 'a'],
      ['echo', 'b;c'],
      ['ip', 'l'],
    ],
  ],
  [`bash -ec "ip link add x type dummy || true"`, [['ip', 'link', 'add', 'x', 'type', 'dummy']]],
  [`sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'`, [['sysctl', '-w', 'net.ipv4.ip_forward=1']]],
  [`sh -c 'keepalived -n >/var/log/k.log 2>&1 &'`, [['keepalived', '-n']]],
  [`sh -c 'ip link set $X up; a | b; echo 1 > /etc/conf'`, [[], [], []]],
  ['sh /up.sh', [['sh', '/up.sh']]],
] as const)('%s', (text, words) => {
  expect(commandsOf(text, 'x:1:1').map((one) => one.words)).toEqual(words)
})
