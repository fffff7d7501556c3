import { describe, expect, it } from 'vitest'
import { linkCut, linkSilent } from '../../chaos/index.ts'
import type { Fault } from '../../src/model/fault.ts'
import { dualUplink, type DualUplinkOptions } from '../../topologies/index.ts'
import { forward, theoryInWords } from './ask.ts'

function asked(options: DualUplinkOptions, of: (site: ReturnType<typeof dualUplink>) => Fault) {
  const site = dualUplink(options)
  const fault = of(site)
  const { target } = fault
  const cables = target.handle === 'cable' ? [target] : target.handle === 'cables' ? target.cables : []
  return theoryInWords({
    topology: site.topology,
    effects: cables.flatMap((cable) => fault.effect(cable)),
    drift: [],
    flows: [{ name: 'out', from: 'host', to: 'remote', streams: 1, ratePps: 100, oneWay: true }],
    hz: 100,
    holdNs: 12e9,
    trafficNs: 8.5e9,
  })
}

/** RFC 9568 6.1: (256 − 100)/256 s. */
const SKEW = 609.375
const TICK = 10

describe('a gateway that tracks what lies beyond its provider', () => {
  it('resigns at once when its own line is dark: skew, and a tick', () => {
    expect(forward(asked({}, (site) => linkCut(site.e1.wan)))).toEqual([SKEW, SKEW + TICK])
  })

  it('finds out by its pings when the provider is silent: keepalived, vrrp_script_child_thread', () => {
    const theory = asked({}, (site) => linkSilent(site.providerA.backbone))
    expect(forward(theory)).toEqual([2000 + SKEW, 3 * (1000 + TICK) + 500 + SKEW + TICK])
    // The script's own questions, not the advertisements, whose phase has nothing to do with them.
    expect(theory.phases.named[0]).toMatchObject({ periodNs: 1e9, after: { event: 'echoRequest', node: 'e1' } })
    expect(theory.windows[0]?.source).toContain('down_instance')
  })

  it('needs as many failures, and waits as long for each, as it is told', () => {
    const reach = { interval: '2s', timeout: '1s', fall: 2, rise: 1 } as const
    const theory = asked({ reach }, (site) => linkSilent(site.providerA.backbone))
    expect(forward(theory)).toEqual([2000 + SKEW, 2 * (2000 + TICK) + 1000 + SKEW + TICK])
  })

  it('has nobody to hand over to when both lines are dark, and does not care when the other one is', () => {
    expect(forward(asked({}, (site) => linkCut([site.e1.wan, site.e2.wan])))).toBe('never')
    expect(forward(asked({}, (site) => linkCut(site.e2.wan)))).toEqual([0, 0])
  })
})
