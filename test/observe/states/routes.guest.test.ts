import { expect, test } from 'vitest'
import { inside } from '../../guest/inside.ts'
import type * as entry from './routes.inside.ts'

/** Each command, and the changes of routes that it brings about: destination, from, to. */
const COURSE: Readonly<Record<string, readonly (readonly [string, string | null, string])[]>> = {
  'route add 10.2.0.0/16 via 10.0.0.2': [['10.2.0.0/16', null, '10.0.0.2']],
  // The kernel uses the lowest metric.
  'route add 10.2.0.0/16 via 10.0.1.2 metric 20': [],
  'route del 10.2.0.0/16 via 10.0.0.2': [['10.2.0.0/16', '10.0.0.2', '10.0.1.2']],
  'route replace 10.2.0.0/16 metric 20 nexthop via 10.0.1.2 nexthop via 10.0.0.2': [
    ['10.2.0.0/16', '10.0.1.2', '10.0.0.2,10.0.1.2'],
  ],
  'route add default via 10.0.1.2': [['default', null, '10.0.1.2']],
  'route add blackhole 10.3.0.0/16': [['10.3.0.0/16', null, 'blackhole']],
  // A table that is not main.
  'route add 10.4.0.0/16 via 10.0.1.2 table 7': [],
  // The kernel removes IPv4 routes of a shut interface without a word, but for those with another gateway.
  'link set dev one down': [
    ['10.0.0.0/24', 'direct', 'none'],
    ['10.1.0.0/16', '10.0.0.2', 'none'],
  ],
  'link set dev one up': [['10.0.0.0/24', 'none', 'direct']],
  'nexthop add id 5 via 10.0.1.2 dev two': [],
  'route add 10.5.0.0/16 nhid 5': [['10.5.0.0/16', null, '10.0.1.2']],
  // The port goes dark, and the kernel removes nexthop objects there with their routes, again without a word.
  'b link set dev two down': [['10.5.0.0/16', '10.0.1.2', 'none']],
  'route add 10.5.0.0/16 via 10.0.0.2': [['10.5.0.0/16', 'none', '10.0.0.2']],
}

// A guest of some seconds.
test('routes: by which gateways a node sends, and from when', async () => {
  using guest = await inside<typeof entry>(new URL('routes.inside.ts', import.meta.url), Object.keys(COURSE))
  const { seen, steps, evidence } = guest.result
  const routes = seen.flatMap((one) => (one.ev === 'state' && one.watch === 'route' ? [one] : []))
  const firstNs = steps[0]?.startNs ?? 0
  const before = routes.filter(({ t }) => t < firstNs)
  expect(before.map(({ node, name, to }) => `${node} ${name} ${to}`).sort()).toEqual([
    'a 10.0.0.0/24 direct',
    'a 10.0.1.0/24 direct',
    'a 10.1.0.0/16 10.0.0.2',
  ])
  for (const [at, { command, startNs, endNs }] of steps.entries()) {
    const untilNs = steps[at + 1]?.startNs ?? endNs + 20e6
    const own = routes.filter(({ t }) => t >= startNs && t < untilNs)
    expect(own.map(({ name, from, to }) => [name, from, to]).sort(), command).toEqual(COURSE[command])
    for (const { t, sinceNs = t } of own) {
      // rtnetlink reports at once, and the watcher waits for it: a few system calls of 5 us after the command has ended.
      expect(sinceNs, command).toBeGreaterThanOrEqual(startNs)
      // A port that goes dark does so by the panel and by linkwatch.
      expect(t - endNs, command).toBeLessThan(command.startsWith('b ') ? 15e6 : 2e6)
    }
  }
  expect(evidence).toEqual([
    expect.stringContaining('for a sends to 10.2.0.0/16 by blackhole; seen: 10.0.0.2,10.0.1.2'),
    'a sends to 10.2.0.0/16 by 10.0.0.2,10.0.1.2',
  ])
  // Without power a node has no routes.
  const last = routes.filter(({ detail }) => detail === 'no power')
  expect(last.map(({ name, to }) => `${name} ${to}`).sort()).toEqual(
    [
      '10.0.0.0/24 none',
      '10.0.1.0/24 none',
      '10.2.0.0/16 none',
      '10.5.0.0/16 none',
      '10.3.0.0/16 none',
      '10.1.0.0/16 none',
      'default none',
    ].sort(),
  )
})
