import { vrrpOf } from '../../src/mechanisms/vrrp/data.ts'
import { describe, expect, test } from 'vitest'
import type { CableHandle, CableSelector } from '../../src/model/handle.ts'
import { BackhoeError, type Problem } from '../../src/model/problem.ts'
import { endpointText, interfaceOf, type Node } from '../../src/model/topology.ts'
import {
  activeActive,
  campus,
  dualHomedActiveBackup,
  dualHomedLag,
  dualUplink,
  gatewayPair,
  mlagPair,
  nPlusOne,
  redundantSwitches,
  routedCampus,
  routerPair,
  separatedNetworks,
  servicePair,
} from '../../topologies/index.ts'
import { wiringOf } from '../../src/theory/wired.ts'

const near = (handle: CableHandle): string => endpointText(handle.near)
const candidates = (selector: CableSelector): readonly string[] =>
  selector.candidates.map(({ when, cable }) => `${when.node} ${when.name} ${when.state}: ${near(cable)}`)

function problemOf(body: () => unknown): Problem | undefined {
  try {
    body()
  } catch (error) {
    if (error instanceof BackhoeError) return error.problems[0]
    throw error
  }
  return undefined
}

describe('gatewayPair', () => {
  const site = gatewayPair({
    groups: [
      { vrid: 1, priority: { r1: 150, r2: 100 } },
      { vrid: 2, priority: { r1: 100, r2: 150 } },
    ],
  })

  test('cables are near the node that names them, and are in the topology', () => {
    expect([site.hostLink, site.serverLink, site.r1.lan, site.r2.wan, site.peer].map(near)).toEqual([
      'host:eth0',
      'server:eth0',
      'r1:lan',
      'r2:wan',
      'sw1:eth3',
    ])
    for (const handle of [
      site.hostLink,
      site.r1.lan,
      site.r1.wan,
      site.r2.lan,
      site.r2.wan,
      site.peer,
      site.serverLink,
    ]) {
      expect(site.topology.cables).toContain(handle.cable)
    }
    expect(site.topology.nodes).toContain(site.r1.node)
  })

  test('roles that move are selectors on the VRRP state of their group', () => {
    expect(candidates(site.active.lan)).toEqual(['r1 LAN MASTER: r1:lan', 'r2 LAN MASTER: r2:lan'])
    expect(candidates(site.standby.wan)).toEqual(['r1 WAN BACKUP: r1:wan', 'r2 WAN BACKUP: r2:wan'])
    expect(candidates(site.group(2).active.lan)).toEqual(['r1 LAN2 MASTER: r1:lan', 'r2 LAN2 MASTER: r2:lan'])
  })

  test('the k-th address of host and server goes through group k', () => {
    expect(site.host.node.routes).toEqual([
      { to: 'default', via: '10.0.1.1' },
      { to: '10.0.2.102/32', via: '10.0.1.2' },
    ])
    expect(site.server.node.probes).toEqual([{ address: '10.0.2.101' }, { address: '10.0.2.102' }])
  })

  test('what it has not is an error of the compiler, and one at run time', () => {
    // @ts-expect-error the handle is host
    expect(() => typeof site.hots).toThrow("unknown-handle: gatewayPair has no 'hots'")
    // @ts-expect-error the cable is lan
    expect(() => typeof site.r1.lam).toThrow("unknown-handle: r1 has no 'lam'")
    // @ts-expect-error selectors are lan and wan
    expect(() => typeof site.active.lann).toThrow('unknown-handle')
    expect(problemOf(() => site.group(3))).toMatchObject({
      what: 'there is no group(3)',
      allowed: 'group(1) to group(2)',
      next: 'did you mean group(2)?',
    })
    expect(problemOf(() => site.group(0))).toMatchObject({ next: 'did you mean group(1)?' })
    // @ts-expect-error a switch has no handles of its own
    expect(problemOf(() => site.sw1.eth1 as unknown)).toMatchObject({
      what: "sw1 has no 'eth1'",
      allowed: 'nothing: it stands for itself, and its cables are handles of others',
    })
    // @ts-expect-error versions are 2 and 3
    expect(() => gatewayPair({ version: 4 })).toThrow('version of gatewayPair is 4')
  })
})

describe('dualHomedActiveBackup', () => {
  test('the active leg is the one that the bond uses, the standby leg the other one', () => {
    const site = dualHomedActiveBackup()
    expect(candidates(site.activeLeg)).toEqual(['host bond0 eth0: host:eth0', 'host bond0 eth1: host:eth1'])
    expect(candidates(site.standbyLeg)).toEqual(['host bond0 eth0: host:eth1', 'host bond0 eth1: host:eth0'])
  })

  test('the ARP monitor asks the server by default, in the first VLAN', () => {
    const targets = (vlans: readonly number[]): unknown => {
      const { topology } = dualHomedActiveBackup({ vlans, arpMonitor: { interval: '100ms' } })
      const bond = interfaceOf(topology, { node: 'host', interface: 'bond0' })
      return bond.kind === 'bond' && bond.bond.monitor.by === 'arp' ? bond.bond.monitor.targets : null
    }
    expect(targets([])).toEqual(['10.0.1.20'])
    expect(targets([300, 10])).toEqual(['10.1.44.20'])
  })
})

describe('dualHomedLag', () => {
  test('a member of the stack lists the cables that die with it, near the stack', () => {
    const site = dualHomedLag({ legs: 3 })
    expect(site.member('m1').cables.map(near)).toEqual(['stack:m1-h1', 'stack:m1-h3', 'stack:m1-s1', 'stack:m1-s3'])
    expect(site.member('m2').cables.map(near)).toEqual(['stack:m2-h2', 'stack:m2-s2'])
    for (const { cable, near: end } of site.member('m2').cables) {
      expect(cable.risks).toContain('m2')
      expect(interfaceOf(site.topology, end)).toMatchObject({ stackMember: 'm2', risks: ['m2'] })
    }
    expect([site.leg(3), site.serverLeg(1)].map(near)).toEqual(['host:eth2', 'server:eth0'])
    // @ts-expect-error members are m1 and m2
    expect(() => site.member('m3')).toThrow("the stack has no 'm3'")
  })

  test('streams can vary what the hash reads', () => {
    expect(dualHomedLag({ hash: 'layer3+4' }).host.node.probes).toHaveLength(1)
    expect(dualHomedLag({ hash: 'layer2+3' }).host.node.probes).toHaveLength(16)
    const { node } = dualHomedLag({ hash: 'layer2' }).host
    const macs = node.probes.map((probe) => node.interfaces.find((one) => one.name === probe.device)?.mac)
    expect(new Set(macs).size).toBe(16)
  })
})

describe('mlagPair', () => {
  const site = mlagPair({ hosts: 2, servers: 1, orphans: 2, pairs: 2, vlans: [10, 300] })

  test('a dual-homed node has a leg at the primary and one at the secondary', () => {
    expect([site.host(2).leg1, site.host(2).leg2].map(({ far }) => endpointText(far))).toEqual(['sw1:h2', 'sw2:h2'])
    expect([site.server(1).leg1, site.server(1).leg2].map(({ far }) => endpointText(far))).toEqual(['sw3:s1', 'sw4:s1'])
    expect(site.host(2).leg2.cable.risks).toEqual(['tray-b'])
  })

  test('orphans are at the first pair, by turns', () => {
    const switches = [1, 2, 3, 4].map((n) => site.orphan(n).link.far.node)
    expect(switches).toEqual(['sw1', 'sw2', 'sw1', 'sw2'])
    expect(() => site.orphan(5)).toThrow('there is no orphan(5)')
  })

  test('each pair has its own, and there is a LAG between them', () => {
    expect(site.switch1.node.name).toBe(site.pair(1).primary.node.name)
    expect(near(site.pair(2).peer)).toBe('sw3:peer')
    expect(near(site.pair(2).heartbeat)).toBe('sw3:hb')
    expect(site.between(2).cable.name).toBe('sw2:x--sw4:x')
    expect(() => mlagPair().between(1)).toThrow('there is no between(1)')
  })

  test('both switches of a pair say the same of a LAG, and another pair something else', () => {
    const lag = (node: string, name: string): unknown => {
      const one = interfaceOf(site.topology, { node, interface: name })
      return one.kind === 'bond' && one.bond.mode === '802.3ad' ? [one.bond.system?.mac, one.bond.portKey] : null
    }
    expect(lag('sw1', 'mh2')).toEqual(lag('sw2', 'mh2'))
    expect(lag('sw1', 'mh1')).not.toEqual(lag('sw1', 'mh2'))
    expect(lag('sw1', 'mx')).not.toEqual(lag('sw3', 'mx'))
  })
})

describe('separatedNetworks', () => {
  test('a port uses the address of its network, and belongs to the node', () => {
    const site = separatedNetworks({ hosts: 2, switches: 1 })
    const { service, management, node } = site.host(2)
    expect([service.probes, management.probes]).toEqual([[{ address: '10.0.1.2' }], [{ address: '10.0.2.2' }]])
    expect(service.node).toBe(node)
    expect([service.link, site.admin.link].map(near)).toEqual(['h2:service', 'admin:mgmt'])
    expect(site.serviceSwitch.node).toBe(site.managementSwitch.node)
    // @ts-expect-error the port is management
    expect(() => typeof site.host(1).mgmt).toThrow("h1 has no 'mgmt'")
  })
})

describe('activeActive', () => {
  test('odd hosts go out by r1 and even ones by r2, and both gateways take what comes back', () => {
    const site = activeActive({ hosts: 3 })
    expect([1, 2, 3].map((n) => site.host(n).node.routes[0]?.via)).toEqual(['10.0.1.1', '10.0.1.2', '10.0.1.1'])
    expect(site.core.node.routes).toEqual([{ to: '10.0.1.0/24', via: '10.0.2.1', also: ['10.0.2.2'] }])
    expect(candidates(site.group(2).active.wan)).toEqual(['r1 WAN2 MASTER: r1:wan', 'r2 WAN2 MASTER: r2:wan'])
    expect(activeActive({ returnPath: 'symmetric' }).core.node.routes).toEqual([
      { to: '10.0.1.101/32', via: '10.0.2.1' },
      { to: '10.0.1.102/32', via: '10.0.2.2' },
    ])
  })
})

describe('dualUplink', () => {
  test('the way out is a selector, and the last mile shares a duct or does not', () => {
    const site = dualUplink()
    expect(candidates(site.active.wan)).toEqual(['e1 LAN MASTER: e1:wan', 'e2 LAN MASTER: e2:wan'])
    expect([site.providerA.backbone, site.e2.lan].map(near)).toEqual(['pa:up', 'e2:lan'])
    const ducts = ({ e1, e2 }: typeof site) => [e1, e2].flatMap(({ wan }) => wan.cable.risks)
    expect(ducts(site)).toEqual(['duct-a', 'duct-b'])
    expect(ducts(dualUplink({ lastMile: 'shared' }))).toEqual(['duct', 'duct'])
  })
})

describe('routedCampus', () => {
  test('each gateway has a cable to its LAN and to either core', () => {
    const site = routedCampus({ buildings: 3 })
    const { first, second, host } = site.building(3)
    expect([host.link, first.lan, first.up1, second.up2].map(({ near, far }) => `${near.node} ${far.node}`)).toEqual([
      'h3 s3',
      'g3a s3',
      'g3a c1',
      'g3b c2',
    ])
    expect([site.core(1), site.core(2)].map(({ node }) => node.name)).toEqual(['c1', 'c2'])
    expect(() => site.building(4)).toThrow('there is no building(4)')
  })
})

describe('routerPair', () => {
  test('either router has a cable to both sides, and the cheaper one leads', () => {
    const site = routerPair({ cost: { r1: 30, r2: 5 } })
    expect([site.r1.west, site.r1.east, site.r2.west, site.r2.east].map(near)).toEqual([
      'west:r1',
      'east:r1',
      'west:r2',
      'east:r2',
    ])
    expect([site.west.lan, site.east.lan].map(near)).toEqual(['host:eth0', 'server:eth0'])
    const routes = wiringOf(site.topology).dynamicRoutes.get('west') ?? []
    expect(routes.find(({ to }) => to === '10.0.2.0/24')?.vias).toEqual(['10.1.21.2'])
  })
})

describe('servicePair', () => {
  test('the virtual address is at either server, the preferred one first, and traffic may go to it alone', () => {
    const site = servicePair({ priority: { s1: 90, s2: 120 } })
    expect([site.vip.node, ...(site.vip.replicas ?? [])].map(({ name }) => name)).toEqual(['s2', 's1'])
    expect(site.vip.probes).toEqual([{ address: '10.0.1.1' }])
    expect(site.vip.isVirtual).toBe(true)
    expect(near(site.s1.link)).toBe('s1:eth0')
    expect(candidates(site.active.link)).toEqual(['s1 SERVICE MASTER: s1:eth0', 's2 SERVICE MASTER: s2:eth0'])
    expect(candidates(site.standby.link)).toEqual(['s1 SERVICE BACKUP: s1:eth0', 's2 SERVICE BACKUP: s2:eth0'])
  })
})

describe('nPlusOne', () => {
  test('the service is every server at one address, and the spare waits for each', () => {
    const site = nPlusOne({ servers: 2 })
    expect(site.service.replicas?.map(({ name }) => name)).toEqual(['s2', 'spare'])
    expect(site.service.probes).toEqual([{ address: '10.0.9.1' }])
    expect(site.router.node.routes).toEqual([{ to: '10.0.9.1/32', via: '10.0.1.1', also: ['10.0.1.2'] }])
    const instances = ({ node }: { node: Node }) =>
      vrrpOf(node).routers.map(({ name, priority }) => `${name} ${String(priority)}`)
    expect([site.server(2), site.spare].map(instances)).toEqual([['HOP2 150'], ['HOP1 100', 'HOP2 100']])
    expect(near(site.spare.link)).toBe('spare:eth0')
    expect(candidates(site.hop(2).active)).toEqual(['s2 HOP2 MASTER: s2:eth0', 'spare HOP2 MASTER: spare:eth0'])
    expect(() => site.hop(3)).toThrow('there is no hop(3)')
    expect(() => site.server(3)).toThrow('there is no server(3)')
  })
})

describe('redundantSwitches', () => {
  test('hosts are at the access switches by turns, servers at the distribution', () => {
    const site = redundantSwitches({ access: 2, hosts: 2 })
    expect([1, 2, 3, 4].map((n) => site.host(n).link.far.node)).toEqual(['a1', 'a2', 'a1', 'a2'])
    expect([1, 2].map((n) => site.server(n).link.far.node)).toEqual(['d1', 'd2'])
    expect([site.access(2).uplink1, site.access(2).uplink2].map(({ far }) => far.node)).toEqual(['d1', 'd2'])
    expect(() => site.access(3)).toThrow('there is no access(3)')
  })

  test('the uplink in use is a selector on the port of the tree', () => {
    const { activeUplink, standbyUplink } = redundantSwitches().access(1)
    expect(candidates(activeUplink)).toEqual(['a1 up1 forwarding: a1:up1', 'a1 up2 forwarding: a1:up2'])
    expect(candidates(standbyUplink)).toEqual(['a1 up1 blocking: a1:up1', 'a1 up2 blocking: a1:up2'])
  })

  test('where an access switch is nearer to the root than the second distribution switch, that one shuts its end', () => {
    const { standbyUplink } = redundantSwitches({ loopFree: 'rstp', cost: { uplink: 100, peer: 168 } }).access(1)
    const [, , ...far] = candidates(standbyUplink)
    expect(far).toEqual(['d1 a1 discarding: a1:up1', 'd2 a1 discarding: a1:up2'])
  })

  test('by RSTP the other uplink discards', () => {
    const { standbyUplink } = redundantSwitches({ loopFree: 'rstp' }).access(1)
    expect(candidates(standbyUplink)).toEqual(['a1 up1 discarding: a1:up1', 'a1 up2 discarding: a1:up2'])
  })

  test('by LAG the distribution is one stack, and what hangs on a member dies with it', () => {
    const site = redundantSwitches({ loopFree: 'lag', access: 2 })
    expect(site.member('m1').cables.map(near)).toEqual(['stack:a1-m1', 'stack:a2-m1', 'stack:server1'])
    expect(site.member('m2').cables.map(near)).toEqual(['stack:a1-m2', 'stack:a2-m2', 'stack:server2'])
    expect(site.access(2).uplink2).toMatchObject({ near: { node: 'a2', interface: 'up2' } })
    expect(() => site.distribution(2)).toThrow('there is no distribution(2)')
    // @ts-expect-error nothing is blocked
    expect(() => typeof site.access(1).standbyUplink).toThrow("a1 has no 'standbyUplink'")
    // @ts-expect-error a stack is inside
    expect(() => typeof site.peer).toThrow("redundantSwitches has no 'peer'")
  })

  test('by MLAG the distribution is a pair, and each access switch has a LAG over it', () => {
    const site = redundantSwitches({ loopFree: 'mlag', access: 2 })
    expect([site.access(2).uplink1, site.access(2).uplink2].map(({ far }) => far.node)).toEqual(['d1', 'd2'])
    expect([site.peer, site.heartbeat].map(near)).toEqual(['d1:peer', 'd1:hb'])
    expect(site.distribution(2).node.mlag).toMatchObject({ primary: false, lags: ['ma1', 'ma2'] })
    // @ts-expect-error 'lag' has no peer link to lose
    expect(() => redundantSwitches({ loopFree: 'lag', splitBrain: 'bothActive' })).toThrow("has no 'splitBrain'")
  })
})

describe('campus', () => {
  test('active roles are spread over the VLANs, and hosts over the access switches', () => {
    const site = campus({ access: 3, hosts: 4, vlans: [10, 300] })
    const priorities = (n: number) =>
      vrrpOf(site.router(n).node).routers.map(({ name, priority }) => `${name} ${String(priority)}`)
    expect(priorities(1)).toEqual(['LAN10 150', 'WAN10 150', 'LAN300 100', 'WAN300 100'])
    expect([1, 2, 3, 4].map((n) => [site.host(n).leg1.far.node, site.host(n).leg2.far.node].join(' '))).toEqual([
      'a1 a2',
      'a2 a3',
      'a3 a1',
      'a1 a2',
    ])
    expect(site.host(4)).toMatchObject({ vlan: 300, node: { routes: [{ to: 'default', via: '10.1.44.1' }] } })
    expect(candidates(site.gateway(300).active.lan)).toEqual(['r1 LAN300 MASTER: r1:lan', 'r2 LAN300 MASTER: r2:lan'])
    expect(() => site.gateway(20)).toThrow("the gateways of campus has no '20'")
    expect(candidates(site.access(3).activeUplink)).toEqual(['a3 up1 forwarding: a3:up1', 'a3 up2 forwarding: a3:up2'])
  })

  test('servers are dual-homed in the first VLAN, and each router has an uplink of its own', () => {
    const site = campus({ access: 3, hosts: 4, servers: 2 })
    expect([1, 2].map((n) => [site.server(n).leg1.far.node, site.server(n).leg2.far.node].join(' '))).toEqual([
      'a2 a3',
      'a3 a1',
    ])
    expect(site.server(2)).toMatchObject({ vlan: 10, node: { role: 'server', probes: [{ address: '10.0.10.202' }] } })
    expect([1, 2].map((n) => site.router(n).wan.far.node)).toEqual([1, 2].map((n) => site.upstream(n).node.name))
    expect(candidates(site.outside.activeLeg)).toEqual([
      'outside bond0 eth0: outside:eth0',
      'outside bond0 eth1: outside:eth1',
    ])
    expect([1, 2].map((n) => near(site.upstreamPeer(n)))).toEqual(['u1:x1', 'u1:x2'])
    expect(() => campus({ servers: 0 }).server(1)).toThrow('there is no server(1)')
  })

  test('by MLAG, hosts are at the pairs by turns, and each pair has a leg of its LAG at either distribution switch', () => {
    const site = campus({ loopFree: 'mlag', access: 4, hosts: 3 })
    expect([1, 2, 3].map((n) => [site.host(n).leg1.far.node, site.host(n).leg2.far.node].join(' '))).toEqual([
      'a1 a2',
      'a3 a4',
      'a1 a2',
    ])
    expect([1, 2, 3, 4].map((n) => site.access(n).uplink.far).map(({ node, interface: port }) => node + port)).toEqual([
      'd1p1',
      'd2p1',
      'd1p2',
      'd2p2',
    ])
    expect([site.router(2).lan, site.router(2).lan2].map(({ far }) => far.node)).toEqual(['d2', 'd1'])
    expect([site.peer, site.heartbeat, site.pair(2).peer].map(near)).toEqual(['d1:peer', 'd1:hb', 'a3:peer'])
    // @ts-expect-error no leg stands by
    expect(() => typeof site.host(1).activeLeg).toThrow("h1 has no 'activeLeg'")
  })

  test('it has 10 to 200 nodes: below that a layer would be alone', () => {
    for (const loopFree of ['stp', 'rstp', 'mlag'] as const) {
      expect(campus({ loopFree, access: 2, hosts: 1, servers: 0 }).topology.nodes).toHaveLength(10)
      expect(campus({ loopFree, access: 40, hosts: 152, vlans: [10, 20, 30] }).topology.nodes).toHaveLength(200)
    }
    expect(() => campus({ access: 1 })).toThrow('access of campus is 1')
    expect(() => campus({ access: 40, hosts: 153 })).toThrow('campus has 201 nodes')
  })
})
