import { describe, expectTypeOf, it } from 'vitest'
import type { Fault, FlowTargets, Lab, NodeHandle, Site } from '../../src/index.ts'
import { defineLab, flow, session } from '../../src/index.ts'

/** Compiled, never called: a wrong lab is wrong where its author writes it. */
export function labs(topology: Site, a: NodeHandle, b: NodeHandle, fault: Fault): Lab[] {
  const traffic = {
    web: flow(a, b, { rate: '100pps', size: '1400B' }),
    ssh: session.tcp(a, b),
    log: session.stream(a, b),
  }
  const timing = { fault, hold: '10s', trials: 20 } as const
  return [
    defineLab({
      topology,
      traffic,
      experiments: {
        right: {
          ...timing,
          recover: '1.5min',
          gate: 'naive',
          rehearse: true,
          drift: fault,
          targets: {
            web: {
              outage: '< 4s',
              total: '<= 200ms',
              detection: 'p95 < 3s',
              reversionTime: 'median < 1s',
              reversionOutage: 'p99.9 < 1s',
            },
            ssh: { atLeast: 'survived', stall: '< 7s' },
          },
        },
        'undeclared traffic': {
          ...timing,
          // @ts-expect-error no traffic is called wbe
          targets: { wbe: { outage: '< 4s' } },
        },
        'a stall of a flow': {
          ...timing,
          // @ts-expect-error flows have no stall
          targets: { web: { stall: '< 4s' } },
        },
        'an outage of a session': {
          ...timing,
          // @ts-expect-error sessions have no outage
          targets: { ssh: { outage: '< 4s' } },
        },
        'a bound without a unit': {
          ...timing,
          // @ts-expect-error four of what?
          targets: { web: { outage: '< 4' } },
        },
        'a bound the wrong way round': {
          ...timing,
          // @ts-expect-error targets are upper bounds
          targets: { web: { outage: '> 4s' } },
        },
        'dead on purpose': {
          ...timing,
          // @ts-expect-error atLeast dead promises nothing
          targets: { ssh: { atLeast: 'dead' } },
        },
        'a number for a time': {
          ...timing,
          // @ts-expect-error a duration has its unit
          hold: 10,
          targets: {},
        },
        'a fault twice': {
          ...timing,
          // @ts-expect-error faults, not their names
          drift: 'linkCut',
          targets: {},
        },
        'a key too many': {
          ...timing,
          // @ts-expect-error it is called trials
          repeat: 20,
          targets: {},
        },
      },
    }),
    // @ts-expect-error traffic is missing
    defineLab({ topology, experiments: {} }),
  ]
}

describe('the types of a lab', () => {
  it('are the ones its author relies on', () => {
    expectTypeOf<'p95 < 3s'>().toExtend<NonNullable<FlowTargets['outage']>>()
    expectTypeOf<'95 < 3s'>().not.toExtend<NonNullable<FlowTargets['outage']>>()
    expectTypeOf(defineLab).returns.toEqualTypeOf<Lab>()
  })
})
