import { expect, test } from 'vitest'
import { renderProblems } from '../../src/cli/output.ts'
import { commandsOf } from '../../src/clab/shell.ts'
import { loadPlan } from '../../src/lab/load.ts'
import type { Plan } from '../../src/model/plan.ts'

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
  expect(plan.experiments[0]?.variants[0]?.silent[0]).toContain('no window: not our configuration (a has ')
  expect(plan.experiments[0]?.gate.unasked).toEqual([
    'protocols were not asked where a configuration is not understood (a, b, c, d); only carrier and clean flows',
  ])
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
