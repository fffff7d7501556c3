import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dualHomedActiveBackup, dualHomedLag, gatewayPair } from '../../topologies/index.ts'
import { flow } from '../../src/index.ts'
import type { NodeHandle } from '../../src/model/handle.ts'
import type { Site } from '../../src/model/topology.ts'
import { Sockets } from '../../src/plan/sockets.ts'
import { wiring } from '../../src/plan/wiring.ts'
import { inside } from '../guest/inside.ts'
import type * as build from './build.inside.ts'

const SITES: Readonly<Record<string, () => Site & { host: NodeHandle; server: NodeHandle }>> = {
  gatewayPair: () => gatewayPair(),
  'gatewayPair, version 2': () => gatewayPair({ version: 2 }),
  'gatewayPair, two groups at 200 ms': () =>
    gatewayPair({
      advertInterval: '200ms',
      groups: [
        { vrid: 1, priority: { r1: 150, r2: 100 } },
        { vrid: 2, priority: { r1: 100, r2: 150 } },
      ],
    }),
  'gatewayPair without preemption, r2 preferred, uplinks tracked': () =>
    gatewayPair({ preempt: false, priority: { r1: 100, r2: 101 }, syncGroup: false, trackUplink: true }),
  dualHomedActiveBackup: () => dualHomedActiveBackup(),
  'dualHomedActiveBackup on VLANs': () => dualHomedActiveBackup({ vlans: [10, 300], primary: 'leg2' }),
  'dualHomedActiveBackup by ARP': () => dualHomedActiveBackup({ arpMonitor: { interval: '100ms', validate: 'all' } }),
  'dualHomedActiveBackup by ARP on a VLAN': () =>
    dualHomedActiveBackup({ arpMonitor: { interval: '100ms' }, vlans: [10], primary: 'leg1' }),
  dualHomedLag: () => dualHomedLag(),
  'dualHomedLag of three legs, layer2+3': () => dualHomedLag({ legs: 3, hash: 'layer2+3' }),
  'dualHomedLag, layer2, slow switch': () => dualHomedLag({ hash: 'layer2', lacpRate: { switch: 'slow' } }),
}

test.each(Object.keys(SITES))('%s: a real kernel builds it, it settles, and nothing is lost', async (name) => {
  const site = SITES[name]?.()
  if (site === undefined) throw new Error(name)
  const streams = 16
  const input = {
    plan: {
      schema: 2,
      lab: name,
      topology: site.topology.name,
      runtime: { kind: 'netns' },
      nodes: site.topology.nodes.map(({ name: node, role }) => ({ name: node, role })),
      cables: site.topology.cables,
      ...wiring(site.topology),
      flows: [new Sockets().flow('all', flow(site.host, site.server, { streams, rate: '50pps' }))],
      sessions: [],
      experiments: [],
    },
    experiment: 0,
    trial: null,
    seed: 1,
    phases: [],
    deadlineNs: 300e9,
    pcap: false,
  } as const
  using guest = await inside<typeof build>(new URL('build.inside.ts', import.meta.url), input)
  const lossy = guest.result.streams.filter((line) => !line.endsWith(' 0 lost'))
  if (process.env.SHOW)
    console.log(
      name,
      guest.result.settledNs / 1e9,
      guest.wallMs,
      readFileSync(join(guest.out, 'journal.ndjson'), 'utf8'),
    )
  expect(guest.result.streams).toHaveLength(2 * streams)
  expect(lossy).toEqual([])
})
