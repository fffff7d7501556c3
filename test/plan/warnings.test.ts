import { describe, expect, it } from 'vitest'
import { linkCut, linkFlap } from '../../chaos/index.ts'
import { defineLab, flow } from '../../src/index.ts'
import type { ExperimentSpec, Flow, FlowTargets } from '../../src/index.ts'
import { buildPlan } from '../../src/plan/plan.ts'
import { slowestReversion } from '../../src/plan/reversion.ts'
import { dualHomedActiveBackup, dualHomedLag, gatewayPair } from '../../topologies/index.ts'

type Spec = Partial<Omit<ExperimentSpec<{ web: Flow }>, 'targets'>> & { streams?: number }

const pair = gatewayPair()
const stays = gatewayPair({ preempt: false })
const sticks = dualHomedActiveBackup({ primary: 'leg1', primaryReselect: 'failure' })
const lag = dualHomedLag({ lacpRate: { host: 'fast', switch: 'fast', server: 'fast' } })
const legs = dualHomedActiveBackup({ miimon: '100ms', updelay: '300ms', primary: 'leg1' })

function codes(
  site: typeof pair | typeof lag | typeof legs,
  targets: FlowTargets,
  { streams = 4, ...spec }: Spec,
): string[] {
  const cable = 'leg' in site ? site.leg(1) : 'leg1' in site ? site.leg1 : site.r1.lan
  const lab = defineLab({
    topology: site,
    traffic: { web: flow(site.host, site.server, { streams }) },
    experiments: { one: { fault: linkCut(cable), hold: '10s', trials: 1, ...spec, targets: { web: targets } } },
  })
  return buildPlan(lab, 'test', { hz: 100 }).warnings.map(
    ({ code, where }) => `${code} ${where === undefined ? 'nowhere' : 'somewhere'}`,
  )
}

describe('warnings before a run', () => {
  it.each([
    ['nothing', pair, { outage: '< 4s' }, {}, []],
    ['a bound below the window', pair, { outage: '< 1s' }, {}, ['impossible-target somewhere']],
    ['a bound inside the window', pair, { outage: '< 3s' }, {}, ['undecidable-target somewhere']],
    ['healing before the failover', pair, { outage: '< 4s' }, { hold: '3s' }, ['short-hold somewhere']],
    [
      'healing before the last flap',
      legs,
      { total: '< 9s' },
      { fault: linkFlap(legs.leg1, { period: '1s', count: 10 }), hold: '5s' },
      ['short-hold somewhere'],
    ],
    ['a look away before reversion', pair, { reversionOutage: '< 1s' }, { recover: '3s' }, ['short-recover somewhere']],
    ['the same look where nobody asks', pair, { outage: '< 4s' }, { recover: '3s' }, []],
    ['a return that nothing brings about', stays, { reversionTime: '< 9s' }, {}, ['never-reverts somewhere']],
    ['the same of a bond', sticks, { reversionTime: '< 9s' }, {}, ['never-reverts somewhere']],
    ['a return that preempt brings about', pair, { reversionTime: '< 9s' }, {}, []],
    ['a return to the primary', legs, { reversionTime: '< 9s' }, {}, []],
    ['few streams on a LAG', lag, { outage: '< 4s' }, {}, ['few-streams somewhere']],
    ['enough of them', lag, { outage: '< 4s' }, { streams: 16 }, []],
    ['few streams on an active-backup bond', legs, { outage: '< 4s' }, {}, []],
  ] as const)('say of %s what there is to say', (_, site, targets, spec, expected) => {
    expect(codes(site, targets, spec)).toEqual(expected)
  })

  it('know how long reversion may take', () => {
    // RFC 9568 6.1: 3 · 1 s + (256 − 150) / 256 s.
    expect(slowestReversion(pair.topology, 10e9)?.ns).toBe(3_414_062_500)
    // updelay 300 ms + one miimon.
    expect(slowestReversion(legs.topology, 10e9)?.ns).toBe(400e6)
    // Shorter than twice the short timeout nobody is DEFAULTED: Aggregate_Wait and the exchange, + one miimon.
    expect(slowestReversion(lag.topology, 4e9)?.ns).toBe(3.1e9)
    expect(slowestReversion(lag.topology, 12e9)?.ns).toBe(33.1e9)
  })
})
