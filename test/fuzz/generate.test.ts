import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planOf } from './build.ts'
import { draftsOf, labSpecOf } from './generate/lab.ts'
import { EXPERIMENT, type LabSpec } from './spec.ts'

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 })

test('every seed gives a lab that can be planned', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { plan } = planOf(labSpecOf(seed))
      expect(plan.experiments.map(({ name }) => name)).toEqual([EXPERIMENT])
      expect(plan.flows.length).toBeGreaterThan(0)
    }),
    { numRuns: 30 },
  )
})

test('one seed, one lab: the same data, and nothing that JSON would lose', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const spec = labSpecOf(seed)
      expect(labSpecOf(seed)).toEqual(spec)
      expect(JSON.parse(JSON.stringify(spec))).toEqual(spec)
      expect(JSON.stringify(planOf(spec))).toBe(JSON.stringify(planOf(spec)))
    }),
    { numRuns: 8 },
  )
})

// The rarest kinds take so many labs. Weights may change; that some generator, fault or option is never drawn any more must not.
// To plan a lab takes ten times as long as to draw it: one is planned where it may show what no lab before it has.
test('every generator, fault, kind of traffic, gate and drift is drawn', () => {
  const drawn = new Set<string>()
  for (let seed = 0; seed < 400; seed++) {
    if (kindsOf(draftsOf(seed)[0]).every((kind) => drawn.has(kind))) continue
    for (const kind of kindsOf(labSpecOf(seed))) drawn.add(kind)
  }
  expect([...drawn].sort()).toMatchInlineSnapshot(`
    [
      "activeActive",
      "campus",
      "composed",
      "composed routers",
      "drift impair",
      "drift linkCut",
      "drift linkSilent",
      "drift none",
      "drift vlanMissing",
      "dualHomedActiveBackup",
      "dualHomedLag",
      "dualUplink",
      "dualUplinkBgp",
      "flow",
      "gate full",
      "gate naive",
      "gatewayPair",
      "impair",
      "leafSpine",
      "linkCut",
      "linkFlap",
      "linkSilent",
      "mlagPair",
      "nPlusOne",
      "nodeDown",
      "nodePause",
      "not rehearsed",
      "on cable",
      "on cables",
      "on near",
      "on node",
      "on nodes",
      "on path",
      "on select",
      "on text",
      "redundantSwitches",
      "rehearsed",
      "routedCampus",
      "routerPair",
      "separatedNetworks",
      "servicePair",
      "stream",
      "tcp",
      "vlanMissing",
    ]
  `)
})

const kindsOf = ({ topology, traffic, experiment }: LabSpec): readonly string[] => [
  'generator' in topology ? topology.generator : 'composed',
  experiment.fault.fault,
  `drift ${experiment.drift?.fault ?? 'none'}`,
  `gate ${experiment.gate ?? 'full'}`,
  experiment.rehearse === true ? 'rehearsed' : 'not rehearsed',
  ...Object.values(traffic).map((one) => one.traffic),
  ...('nodes' in topology && /"bgp"|"ospf"/.test(JSON.stringify(topology)) ? ['composed routers'] : []),
  ...Object.keys(experiment.fault.on).map((kind) => `on ${kind}`),
]
