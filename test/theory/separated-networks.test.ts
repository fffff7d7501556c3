import { expect, test } from 'vitest'
import { defineLab, flow } from '../../src/index.ts'
import { linkCut } from '../../chaos/index.ts'
import { buildPlan } from '../../src/plan/plan.ts'
import { separatedNetworks } from '../../topologies/index.ts'

test('a service dies with its own port and with no other: what a handle of one network sends stays in it', () => {
  const site = separatedNetworks()
  const { service, management } = site.host(1)
  const targets = { service: { outage: '< 1s' }, management: { outage: '< 1s' } } as const
  const lab = defineLab({
    topology: site,
    traffic: { service: flow(service, site.server.service), management: flow(site.admin, management) },
    experiments: {
      service: { fault: linkCut(service.link), hold: '5s', trials: 1, targets },
      management: { fault: linkCut(management.link), hold: '5s', trials: 1, targets },
    },
  })
  const { plan } = buildPlan(lab, 'separated', { hz: 100 })
  const told = plan.experiments.flatMap(({ name, variants }) =>
    variants.flatMap(({ windows }) =>
      windows.map((one) => `${name} cut: ${one.on} ${one.direction} ${one.highNs === null ? 'never' : 'untouched'}`),
    ),
  )
  expect(told).toEqual([
    'service cut: service forward never',
    'service cut: service backward never',
    'service cut: management forward untouched',
    'service cut: management backward untouched',
    'management cut: service forward untouched',
    'management cut: service backward untouched',
    'management cut: management forward never',
    'management cut: management backward never',
  ])
})
