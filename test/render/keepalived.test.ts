import { expect, test } from 'vitest'
import { compose } from '../../src/compose/index.ts'
import { nodeDaemons, nodeFiles } from '../../src/render/daemons.ts'
import { renderKeepalived } from '../../src/mechanisms/vrrp/configure-keepalived.ts'
import { gatewayPair } from '../../topologies/index.ts'

test('every option has its line', async () => {
  const site = gatewayPair({
    version: 3,
    advertInterval: '200ms',
    preemptDelay: '1.5s',
    downTimerAdverts: 5,
    trackUplink: true,
    groups: [
      { vrid: 1, priority: { r1: 150, r2: 100 } },
      { vrid: 2, priority: { r1: 100, r2: 150 } },
    ],
  })
  await expect(renderKeepalived(site.r1.node)).toMatchFileSnapshot('../golden/render/keepalived.conf')
})

test('what few virtual routers have has its line, too', async () => {
  const net = compose('options')
  const r1 = net.node('r1', { role: 'router' }).vrrp({
    startupDelay: '2.5s',
    interfaceDelays: [
      { interface: 'lan', down: '1.5s', up: '1s' },
      { interface: 'wan', up: '500ms' },
    ],
  })
  const r2 = net.node('r2', { role: 'router' })
  for (const [number, node] of [r1, r2].entries()) {
    const ends = ['lan', 'wan'].map((name, k) => node.port(name, { addresses: [`10.0.${k}.1${number}/24`] }))
    const script = { script: '/bin/sh {dir}/check.sh', interval: '5s', timeout: '2s', fall: 2, rise: 3 } as const
    const track = [{ interface: 'wan', weight: -60 }, script, { ...script, weight: 5 }]
    const reach = { address: '10.0.1.9', weight: 20 }
    node.virtualRouter('LAN', {
      interface: 'lan',
      vrid: 1,
      addresses: ['10.0.0.1/24'],
      track,
      reach,
      strict: true,
      accept: true,
    })
    const garp = { delay: '2s', repeat: 2, refresh: '60s', lowerPriorityDelay: '0s', lowerPriorityRepeat: 1 } as const
    const wan = {
      interface: 'wan',
      vrid: 2,
      addresses: ['10.0.1.1/24'],
      peers: [`10.0.1.1${1 - number}`],
      garp,
      useVmac: true,
    }
    node.virtualRouter('WAN', { ...wan, vmacXmitBase: true, priority: 255 - number })
    if (number === 1) for (const [k, end] of ends.entries()) net.link(r1.port(['lan', 'wan'][k] ?? ''), end)
  }
  net.build()
  await expect(renderKeepalived(r1.node)).toMatchFileSnapshot('../golden/render/keepalived-options.conf')
})

test('nopreempt where preemption is off', () => {
  const { node } = gatewayPair({ version: 2, advertInterval: '2s', preempt: false }).r2
  expect(renderKeepalived(node)).toMatch(/version 2[^}]*advert_int 2[^}]*nopreempt/)
})

test("the user's own keepalived.conf stands in place of ours, with a FIFO by which it is watched", () => {
  const net = compose('own')
  const own = 'vrrp_instance LAN {\n interface lan\n virtual_router_id 1\n virtual_ipaddress {\n 10.0.0.1/24\n }\n}\n'
  const files = { 'keepalived.conf': own, 'notes.txt': 'mine' }
  const a = net.node('a', { role: 'router', files })
  const b = net.node('b', { role: 'router' })
  net.link(a.port('lan', { addresses: ['10.0.0.2/24'] }), b.port('lan', { addresses: ['10.0.0.3/24'] }))
  b.virtualRouter('LAN', { interface: 'lan', vrid: 1, version: 2, priority: 150, addresses: ['10.0.0.1/24'] })
  net.build()
  const fifo = 'global_defs {\n    script_user root\n    vrrp_notify_fifo {dir}/vrrp.fifo\n}\n'
  expect(nodeFiles(a.node)).toEqual({ 'keepalived.conf': `${own}\n${fifo}`, 'notes.txt': 'mine' })
  expect(Object.keys(nodeFiles(b.node))).toEqual(['keepalived.conf'])
  expect(nodeDaemons({ ...a.node, features: {} })).toHaveLength(1)
  expect(nodeDaemons({ ...b.node, features: {} })).toEqual([])
})
