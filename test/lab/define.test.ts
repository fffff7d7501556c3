import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { linkCut } from '../../chaos/index.ts'
import { defineLab, flow, session } from '../../src/index.ts'
import type { Lab, Problem } from '../../src/index.ts'
import { BackhoeError } from '../../src/model/problem.ts'
import { gatewayPair } from '../../topologies/index.ts'

const site = gatewayPair()
const other = gatewayPair()

/** What a lab in JavaScript may hand over. */
const anyLab = defineLab as unknown as (spec: unknown) => Lab

describe('defineLab', () => {
  it('reads a lab with its defaults', () => {
    const lab = defineLab({
      topology: site,
      traffic: { web: flow(site.host, site.server), ssh: session.tcp(site.host, site.server) },
      experiments: {
        cut: {
          fault: linkCut(site.r1.lan),
          hold: '10s',
          trials: 20,
          targets: { web: { outage: 'p95 < 4s' }, ssh: { atLeast: 'survived' } },
        },
      },
    })
    expect(lab.topology).toBe(site.topology)
    expect(lab.traffic.web).toMatchObject({ streams: 4, ratePps: 100, sizeBytes: 64 })
    expect(lab.experiments).toMatchObject([
      {
        name: 'cut',
        drift: null,
        holdNs: 10e9,
        recoverNs: 10e9,
        settleNs: 2e9,
        trials: 20,
        gate: 'full',
        rehearse: false,
      },
    ])
    expect(lab.experiments[0]?.targets.map(({ on, text }) => `${on} ${text}`)).toEqual([
      'web outage p95 < 4s',
      'ssh atLeast survived',
    ])
  })

  it('refuses a rehearsal that a naive gate would leave out', () => {
    const problems = problemsOf(() =>
      defineLab({
        topology: site,
        traffic: { web: flow(site.host, site.server) },
        experiments: {
          cut: {
            fault: linkCut(site.r1.lan),
            hold: '10s',
            trials: 1,
            gate: 'naive',
            rehearse: true,
            targets: { web: { outage: '< 4s' } },
          },
        },
      }),
    )
    expect(problems.map(({ code }) => code)).toEqual(['naive-rehearsal'])
  })

  it('finds everything that is wrong at once, each at its line', () => {
    const problems = problemsOf(() =>
      anyLab({
        topology: site,
        traffic: {
          web: flow(site.host, site.server, { streams: 0, rate: '-5pps' }),
          far: flow(other.host, site.server),
        },
        experiments: {
          "it's cut": {
            fault: linkCut(other.r1.lan),
            hold: '0s',
            trials: -1,
            repeat: 3,
            gate: 'fool',
            targets: {
              wbe: { outage: '< 4s' },
              far: { outage: '< 4 seconds', stall: '< 1s' },
            },
          },
          empty: { fault: 'cut', hold: '1s', trials: 1, targets: {} },
        },
      }),
    )
    const source = readFileSync(import.meta.filename, 'utf8').split('\n')
    const found = problems.map(({ code, where }) => [code, source[lineOf(where) - 1]?.trim()])
    expect(found).toEqual([
      ['out-of-range', expect.stringContaining('streams: 0')],
      ['bad-quantity', expect.stringContaining("rate: '-5pps'")],
      ['foreign-node', expect.stringContaining('far: flow')],
      ['foreign-cable', 'fault: linkCut(other.r1.lan),'],
      ['out-of-range', "hold: '0s',"],
      ['out-of-range', 'trials: -1,'],
      ['bad-choice', "gate: 'fool',"],
      ['undeclared-traffic', "wbe: { outage: '< 4s' },"],
      ['bad-target', "far: { outage: '< 4 seconds', stall: '< 1s' },"],
      ['unknown-key', "far: { outage: '< 4 seconds', stall: '< 1s' },"],
      ['unknown-key', 'repeat: 3,'],
      ['not-a-fault', expect.stringMatching(/^empty: /)],
      ['no-targets', expect.stringMatching(/^empty: /)],
    ])
  })

  it('finds a bad name once, and not again in what uses it', () => {
    const common = { fault: linkCut(site.r1.lan), hold: '1s', trials: 1 }
    const spec = {
      topology: site,
      traffic: { '': flow(site.host, site.server) },
      experiments: { one: { ...common, targets: { '': { outage: '< 1s' } } }, two: { ...common, targets: { '': {} } } },
    }
    expect(problemsOf(() => anyLab(spec)).map(({ code }) => code)).toEqual(['bad-name', 'no-targets'])
  })

  it('finds nothing to run in an empty lab', () => {
    const codes = problemsOf(() => anyLab({})).map(({ code }) => code)
    expect(codes).toEqual(['not-a-topology', 'no-traffic', 'no-experiments'])
  })

  it('refuses a drift that would have to move', () => {
    const spec = {
      topology: site,
      traffic: { web: flow(site.host, site.server) },
      experiments: {
        cut: {
          fault: linkCut(site.active.lan),
          drift: linkCut(site.active.lan),
          hold: '1s',
          trials: 1,
          targets: { web: { outage: '< 1s' } },
        },
      },
    }
    expect(problemsOf(() => anyLab(spec))).toMatchObject([{ code: 'drift-moves' }])
  })
})

function problemsOf(lab: () => Lab): readonly Problem[] {
  try {
    lab()
  } catch (error) {
    if (error instanceof BackhoeError) return error.problems
    throw error
  }
  throw new Error('nothing was wrong')
}

const lineOf = (where: string | undefined): number => Number(/:(\d+):\d+$/.exec(where ?? '')?.[1])
