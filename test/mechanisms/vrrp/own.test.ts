import { describe, expect, it } from 'vitest'
import { compose, fromFile, type FileText } from '../../../src/compose/index.ts'
import { loadPlan } from '../../../src/lab/load.ts'
import { vrrpOf } from '../../../src/mechanisms/vrrp/data.ts'
import { BackhoeError } from '../../../src/model/problem.ts'
import { silenceText } from '../../../src/model/silence.ts'

const plan = (name: string) => loadPlan(`test/mechanisms/vrrp/labs/own-${name}.lab.ts`, { hz: 100 })

async function windows(name: string) {
  const { plan: planned, warnings } = await plan(name)
  const [variant] = planned.experiments[0]?.variants ?? []
  return {
    windows: variant?.windows.map(({ on, direction, lowNs, highNs }) => [
      on,
      direction,
      lowNs / 1e6,
      (highNs ?? 0) / 1e6,
    ]),
    silent: variant?.silent.map(silenceText),
    warnings: warnings.map(({ code, what, where }) => `${code}: ${what} (${String(where)})`),
  }
}

/** A router whose file this is, on a LAN with another one. */
function router(
  file: string | FileText,
  more: (node: ReturnType<ReturnType<typeof compose>['node']>) => void = () => {},
) {
  const net = compose('own')
  const r1 = net.node('r1', { role: 'router', files: { 'keepalived.conf': file } })
  const r2 = net.node('r2', { role: 'router' })
  net.link(r1.port('lan', { addresses: ['10.0.0.2/24'] }), r2.port('lan', { addresses: ['10.0.0.3/24'] }))
  more(r1)
  net.build()
  return { feature: vrrpOf(r1.node), text: r1.node.files['keepalived.conf'] }
}

const instance = (...lines: readonly string[]): string =>
  ['vrrp_instance LAN {', 'interface lan', 'virtual_router_id 7', ...lines, '}', ''].join('\n')

function problems(file: string | FileText, more?: Parameters<typeof router>[1]) {
  try {
    router(file, more)
    return []
  } catch (error) {
    if (!(error instanceof BackhoeError)) throw error
    return error.problems.map(
      ({ code, what, where }) => `${code}: ${what} (${String(where).replace(/:\d+:\d+$/, ':line')})`,
    )
  }
}

describe('a keepalived.conf of the user’s own', () => {
  // Each by RFC 3768 or RFC 9568: 3A + skew less up to A; resignation and skew; failures of the ping, then the skew.
  it.each([
    ['classic', [2609.375, 3609.375], [2609.375, 3609.375]],
    ['fast', [603.515, 853.515], [103.515, 113.515]],
    ['included', [2609.375, 4149.375], [2609.375, 4149.375]],
    // Its uplink has a weight: a tick of the kernel and one of keepalived more. The ping, which fails later, is not waited for.
    ['unicast', [2609.375, 3629.375], [2609.375, 3609.375]],
  ])('%s has the windows of a declared pair', async (name, forward, backward) => {
    expect(await windows(name)).toEqual({
      windows: [
        ['web', 'forward', ...forward],
        ['web', 'backward', ...backward],
      ],
      silent: [],
      warnings: [],
    })
  })

  it('silences only what depends on what is not understood, and names its line', async () => {
    const because = `not our configuration (r1 has “track_file” at test/mechanisms/vrrp/labs/own/tracked-r1.conf:15:5, which is not modelled)`
    expect(await windows('tracked')).toEqual({
      windows: [
        ['ssh', 'forward', 2609.375, 3609.375],
        ['ssh', 'backward', 2609.375, 3609.375],
      ],
      silent: [`web forward: no window: ${because}`, `web backward: no window: ${because}`],
      warnings: ['r1', 'r2'].map(
        (name) =>
          `not-modelled: ${name} has “track_file”, so traffic that depends on LAN has no window (test/mechanisms/vrrp/labs/own/tracked-${name}.conf:15:5)`,
      ),
    })
  })

  it('is read with the defaults, the rounding and the corrections of keepalived 2.2', () => {
    const read = (...lines: readonly string[]) => router(instance(...lines)).feature.routers[0]
    expect(read('virtual_ipaddress {', '10.0.0.1', '}')).toEqual({
      name: 'LAN',
      interface: 'lan',
      vrid: 7,
      version: 2,
      priority: 100,
      advertIntervalNs: 1e9,
      preempt: true,
      preemptDelayNs: 0,
      downTimerAdverts: 3,
      addresses: ['10.0.0.1/32'],
      track: [],
    })
    expect(read('advert_int 0.4')?.advertIntervalNs).toBe(1e9)
    expect(read('advert_int 1.5')?.advertIntervalNs).toBe(2e9)
    expect(read('version 3', 'advert_int 0.125')?.advertIntervalNs).toBe(130e6)
    expect(read('state MASTER', 'priority 120', 'nopreempt', 'preempt_delay 5')).toMatchObject({
      preempt: true,
      preemptDelayNs: 0,
    })
  })

  it('is read with weights, peers, gratuitous ARP and owners', () => {
    const script = ['vrrp_script up {', 'script "/bin/ping -c 1 -W 0.5 10.0.0.9"', 'weight 20', '}', ''].join('\n')
    const tracks = ['track_interface {', 'lan weight 9', 'wan weight -254', 'dmz', '}', 'track_script {', 'up', '}']
    const globals = ['global_defs {', 'vrrp_garp_master_repeat 2', 'vrrp_startup_delay 2.5', '}', ''].join('\n')
    const group = ['vrrp_sync_group G {', 'group {', 'LAN', '}', '}', ''].join('\n')
    const vips = ['virtual_ipaddress {', '10.0.0.1/24', '}']
    const peers = ['unicast_src_ip 10.0.0.2', 'unicast_peer {', '10.0.0.3', '10.0.0.4', '}']
    const read = (before: string, ...lines: readonly string[]) =>
      router(`${before}${instance(...lines, ...vips)}`, (node) => {
        for (const name of ['wan', 'dmz']) node.bridge(name, { ports: [] })
      }).feature
    const [plain] = read(`${script}${globals}`, ...tracks, 'garp_master_refresh 60').routers
    expect(plain).toMatchObject({
      track: ['dmz'],
      weighed: [{ interface: 'wan', weight: -253 }],
      reach: { address: '10.0.0.9', weight: 20 },
      garp: { delayNs: 5e9, repeat: 2, refreshNs: 60e9, refreshRepeat: 1, lowerPriorityRepeat: 2 },
    })
    expect(read(globals).startupDelayNs).toBe(2.5e9)
    // In a sync group an interface has no weight, and a script with one is not tracked; an owner has neither.
    const [grouped] = read(`${script}${group}`, ...tracks).routers
    expect(grouped).toMatchObject({ track: ['lan', 'wan', 'dmz'] })
    expect(grouped).not.toHaveProperty('reach')
    const [owner] = read(script, 'state MASTER', 'nopreempt', ...tracks).routers
    expect(owner).toMatchObject({ priority: 255, preempt: true, track: ['dmz'] })
    expect(owner).not.toHaveProperty('weighed')
    expect(problems(instance(...peers, ...vips))).toEqual([
      'peers-disagree: LAN of r1 sends its advertisements to 10.0.0.3, 10.0.0.4 (keepalived.conf of r1:line)',
    ])
  })

  it('is read with delays of interfaces, as long as they are shorter than a backup waits', () => {
    const delays = ['interface_up_down_delays {', 'lan 0.5', 'wan 3', 'dmz 1 1.9', '}', ''].join('\n')
    const tracked = ['track_interface {', 'wan', '}', 'virtual_ipaddress {', '10.0.0.1/24', '}']
    const { feature } = router(`${delays}${instance(...tracked)}`, (node) => {
      for (const name of ['wan', 'dmz']) node.bridge(name, { ports: [] })
    })
    expect(feature.delays).toEqual([
      { interface: 'lan', downNs: 5e8, upNs: 0 },
      { interface: 'dmz', downNs: 1e9, upNs: 19e8 },
    ])
    expect(feature.own?.unread).toEqual([{ what: '“wan 3”', where: 'keepalived.conf of r1:3:1', routers: ['LAN'] }])
  })

  it('is read with scripts and virtual MAC addresses', () => {
    const scripts = ['vrrp_script up {', 'script "/bin/sh -c true"', 'interval 3', 'fall 2', 'weight 20', '}', ''].join(
      '\n',
    )
    const lines = ['use_vmac vrrp7', 'vmac_xmit_base', 'track_script {', 'up weight -5', '}']
    const [one] = router(`${scripts}${instance(...lines, 'virtual_ipaddress {', '10.0.0.1/24', '}')}`).feature.routers
    expect(one).toMatchObject({
      vmac: { xmitBase: true },
      scripts: [{ command: '/bin/sh -c true', intervalNs: 3e9, timeoutNs: 3e9, fall: 2, rise: 1, weight: -5 }],
    })
  })

  it('keeps what it does not understand, with its line, and whom it concerns', () => {
    const file = [
      'global_defs {',
      '  startup_script /bin/x',
      '}',
      'virtual_server 10.0.0.9 80 {',
      '}',
      '@r1 vrrp_strict',
      'include more.conf',
      instance(
        'state MASTER',
        'use_ipvlan',
        'notify "/bin/x y"',
        'virtual_ipaddress {',
        '10.0.0.1 dev eth7',
        '2001:db8::1',
        '}',
      ),
    ].join('\n')
    expect(router(file).feature.own?.unread).toMatchInlineSnapshot(`
      [
        {
          "routers": null,
          "what": "a variable or a condition, “@r1 vrrp_strict”",
          "where": "keepalived.conf of r1:6:1",
        },
        {
          "routers": null,
          "what": "“include more.conf”, and no such file is known",
          "where": "keepalived.conf of r1:7:1",
        },
        {
          "routers": null,
          "what": "“virtual_server 10.0.0.9 80”",
          "where": "keepalived.conf of r1:4:1",
        },
        {
          "routers": null,
          "what": "“startup_script /bin/x”",
          "where": "keepalived.conf of r1:2:3",
        },
        {
          "routers": null,
          "what": "“10.0.0.1 dev eth7”",
          "where": "keepalived.conf of r1:15:1",
        },
        {
          "routers": null,
          "what": "“2001:db8::1”",
          "where": "keepalived.conf of r1:16:1",
        },
        {
          "routers": [
            "LAN",
          ],
          "what": "“use_ipvlan”",
          "where": "keepalived.conf of r1:12:1",
        },
        {
          "routers": [
            "LAN",
          ],
          "what": "“notify /bin/x y”",
          "where": "keepalived.conf of r1:13:1",
        },
      ]
    `)
  })

  it('says what cannot be', () => {
    const own = instance('virtual_ipaddress {', '10.0.0.1/24', '}')
    expect([
      ...problems(own.replace('interface lan', 'interface lam')),
      ...problems(own, (node) => {
        node.virtualRouter('X', { interface: 'lan', vrid: 9, addresses: ['10.0.0.9/24'] })
      }),
      ...problems(fromFile('labs/own/classic-r1.conf')),
    ]).toMatchInlineSnapshot(`
      [
        "unknown-name: the interface of virtual router LAN is 'lam', but r1 has nothing of that name (keepalived.conf of r1:line)",
        "configured-twice: r1 declares virtual routers and brings a keepalived.conf (keepalived.conf of r1)",
        "unknown-name: the interface of virtual router VI_2 is 'wan', but r1 has nothing of that name (test/mechanisms/vrrp/labs/own/classic-r1.conf:line)",
      ]
    `)
    expect(() => fromFile('labs/own/no-such.conf')).toThrow(/unreadable-file: cannot read .*no-such.conf: ENOENT/)
  })
})
