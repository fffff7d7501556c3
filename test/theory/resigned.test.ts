import { describe, expect, it } from 'vitest'
import { linkCut } from '../../chaos/index.ts'
import { compose } from '../../src/compose/index.ts'
import { ask, backward, forward } from './ask.ts'

/** A pair of routers whose preferred one tracks an interface that no packet of the flow takes. */
function tracking(advertInterval: '1s' | '12s') {
  const net = compose('tracking')
  const [host, server] = [net.node('host', { role: 'host' }), net.node('server', { role: 'server' })]
  const [lan, wan] = [net.node('lan', { role: 'switch' }), net.node('wan', { role: 'switch' })]
  const far = net.node('far', { role: 'router' })
  net.link(host.port('eth0', { addresses: ['10.0.1.10/24'] }), lan.port('p0'))
  net.link(server.port('eth0', { addresses: ['10.0.2.20/24'] }), wan.port('p0'))
  const [uplink] = ([1, 2] as const).map((number) => {
    const router = net.node(`r${number}`, { role: 'router' })
    net.link(router.port('lan', { addresses: [`10.0.1.1${number}/24`] }), lan.port(`p${number}`))
    net.link(router.port('wan', { addresses: [`10.0.2.1${number}/24`] }), wan.port(`p${number}`))
    const up = net.link(router.port('up'), far.port(`p${number}`))
    const timers = { vrid: 1, priority: 200 - 50 * number, advertInterval, track: ['up'] }
    router.virtualRouter('LAN', { ...timers, interface: 'lan', addresses: ['10.0.1.1/24'] })
    router.virtualRouter('WAN', { ...timers, interface: 'wan', addresses: ['10.0.2.1/24'] })
    return up
  })
  lan.bridge('br0', { ports: ['p0', 'p1', 'p2'] })
  wan.bridge('br0', { ports: ['p0', 'p1', 'p2'] })
  host.route('default', '10.0.1.1').probe('10.0.1.10')
  server.route('default', '10.0.2.1').probe('10.0.2.20')
  if (uplink === undefined) throw new Error('two routers')
  return { topology: net.build(), uplink }
}

describe('an active router that resigns, though packets still pass it', () => {
  it('costs nothing where the backup takes over before a neighbour entry can fail', () => {
    const { uplink, ...site } = tracking('1s')
    expect(forward(ask(site, linkCut(uplink), { streams: 1, trafficNs: null }))).toEqual([0, 0])
  })

  it('answers nobody until the backup takes over: an entry that is due meanwhile fails', () => {
    const { uplink, ...site } = tracking('12s')
    // Skew (256 − 100)·12 s/256 = 7.31 s and a tick; the entry is asked for three times, 1 s apart.
    const lasts = 7312.5 + 10 - 3000
    const theory = ask(site, linkCut(uplink), { streams: 1, trafficNs: null })
    expect([forward(theory), backward(theory)]).toEqual([
      [0, lasts],
      [0, lasts],
    ])
    // Confirmed at most 8.5 s ago: due 11.5 s after the fault.
    expect(forward(ask(site, linkCut(uplink), { streams: 1 }))).toEqual([0, 0])
  })
})
