import { describe, expect, it } from 'vitest'
import { flow } from '../../src/index.ts'
import type { NodeHandle, Site } from '../../src/index.ts'
import { endpointText } from '../../src/model/topology.ts'
import { carrying } from '../../src/plan/carried.ts'
import { Sockets } from '../../src/plan/sockets.ts'
import { dualHomedActiveBackup, dualHomedLag, gatewayPair } from '../../topologies/index.ts'

const ends = (site: Site & { host: NodeHandle; server: NodeHandle }, streams = 16): string[] =>
  site.topology.cables
    .filter(carrying(site.topology, [new Sockets().flow('web', flow(site.host, site.server, { streams }))]))
    .flatMap(({ a, b }) => [a, b])
    .map(endpointText)

describe('cable ends that must have carried packets', () => {
  it("are the active router's, not the standby's", () => {
    const site = gatewayPair()
    expect(ends(site)).toEqual(
      [site.hostLink, site.r1.lan, site.r1.wan, site.serverLink]
        .flatMap(({ cable }) => [cable.a, cable.b])
        .map(endpointText),
    )
  })

  it("are the active leg's, not the standby's", () => {
    const carried = ends(dualHomedActiveBackup({ primary: 'leg1' }))
    expect(carried).toContain('host:eth0')
    expect(carried).not.toContain('host:eth1')
  })

  it("are every leg's of a LAG", () => {
    const site = dualHomedLag()
    expect(ends(site)).toEqual(site.topology.cables.flatMap(({ a, b }) => [a, b]).map(endpointText))
  })
})
