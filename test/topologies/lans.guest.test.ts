import { expect, test } from 'vitest'
import { linkCut } from '../../chaos/index.ts'
import { judge, judgementText, type Expected } from '../delivery/judge.ts'
import { stationAt } from '../delivery/stations.ts'
import { inside } from '../guest/inside.ts'
import { LANS } from './lans.ts'
import type * as entry from './redundant-switches.inside.ts'

test.each(Object.keys(LANS))('%s: everybody gets what is for him, once, and nothing goes round', async (name) => {
  const lan = LANS[name]?.()
  if (lan === undefined) throw new Error(name)
  const { topology } = lan.site
  const cases = lan.cuts.map(({ name: cut, cable }) => {
    const cables = cable.handle === 'cable' ? [cable] : cable.cables
    const steps = cables.map((one) => linkCut(one).steps(topology, one))
    const inject = steps.flatMap((one) => one.inject.flatMap(({ operations }) => operations))
    return { name: cut, inject, heal: steps.flatMap(({ heal }) => heal) }
  })
  const input = {
    topology,
    stations: lan.stations.map((at) => stationAt(topology, at)),
    cases,
    convergenceNs: lan.convergenceNs,
  }
  using guest = await inside<typeof entry>(new URL('redundant-switches.inside.ts', import.meta.url), input)
  const judged = guest.result.map(({ name: stage, sent }) => {
    const cut = lan.cuts.find((one) => one.name === stage)?.expected ?? lan.healthy
    const changing: Expected = (from, to) =>
      from !== to && lan.healthy(from, to) === 'all' ? 'some' : lan.healthy(from, to)
    return `${stage}: ${judgementText(judge(sent, /ing$/.test(stage) ? changing : cut))}`
  })
  expect(judged.length).toBeGreaterThanOrEqual(2 + 3 * cases.length)
  expect(new Set(judged)).toEqual(new Set(judged.map((line) => line.replace(/: .*/, ': clean'))))
})
