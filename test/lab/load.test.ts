import { describe, expect, it } from 'vitest'
import { loadPlan, loadTopology } from '../../src/lab/load.ts'
import { backhoe } from './front-door.ts'

const LABS = 'test/fixtures/labs'
const options = { hz: 100 }

describe('loading a lab', () => {
  it('turns it into a plan, the same bytes each time', async () => {
    const { plan, warnings } = await loadPlan(`${LABS}/two-hosts.lab.ts`, options)
    // Five seconds of hold, and flaps that may be one outage of 3.2 s.
    expect(warnings.map(({ code }) => code)).toEqual(['undecidable-target'])
    expect(plan).toMatchObject({
      lab: 'two-hosts',
      topology: 'two-hosts',
      experiments: [{ name: 'flaps' }, { name: 'grey' }],
    })
    expect(JSON.stringify((await loadPlan(`${LABS}/two-hosts`, options)).plan)).toBe(JSON.stringify(plan))
  })

  it('that our own code throws over is our defect, not the lab’s', async () => {
    const { code, out, err } = await backhoe('plan', `${LABS}/our-defect.lab.ts`)
    expect({ code, out }).toEqual({ code: 70, out: '' })
    expect(err).toMatch(/^error\[backhoe-failed\]: TypeError: .*findIndex is not a function\n/)
    expect(err).toContain('chaos/parts/ends.ts')
    expect(err).toContain('this is a defect of Backhoe')
  })

  it('replaces the trials of every experiment where told', async () => {
    const { plan } = await loadPlan(`${LABS}/two-hosts`, { ...options, trials: 5 })
    expect(plan.experiments.map(({ trials }) => trials)).toEqual([5, 5])
  })

  it('plans a selector as one variant a candidate', async () => {
    const { plan } = await loadPlan(`${LABS}/selector`, options)
    const [experiment] = plan.experiments
    expect(experiment?.variants.map(({ on, when }) => [on, when?.node, when?.state])).toEqual([
      ['r1:lan', 'r1', 'MASTER'],
      ['r2:lan', 'r2', 'MASTER'],
    ])
    expect(experiment?.gate.rehearsal.map(({ text }) => text)).toEqual([
      'cut r1:lan--sw1:eth2 (active router r1) and restore it',
      'cut r1:wan--wan:eth1 (active router r1) and restore it',
    ])
  })

  it('finds a lab by its name beside labs/', async () => {
    expect((await loadPlan('gateway-pair', options)).plan.lab).toBe('gateway-pair')
  })

  it('gives the topology alone', async () => {
    expect((await loadTopology(`${LABS}/two-hosts`)).nodes.map(({ name }) => name)).toEqual(['a', 'b'])
    // A file that exports what a generator returned will do.
    expect((await loadTopology('test/fixtures/bad-labs/not-a-lab')).name).toBe('gateway-pair')
  })
})

describe('backhoe plan', () => {
  it('shows first what breaks, whether targets fit into the windows, and how long it takes', async () => {
    for (const lab of ['two-hosts', 'selector']) {
      const { code, out } = await backhoe('plan', `${LABS}/${lab}`)
      expect(code).toBe(0)
      await expect(out).toMatchFileSnapshot(`../golden/plan/${lab}-overview.txt`)
    }
  })

  it('prints a trial of each experiment, step by step', async () => {
    const texts: string[] = []
    for (const lab of ['two-hosts', 'selector']) texts.push((await backhoe('plan', `${LABS}/${lab}`, '--timeline')).out)
    await expect(texts.join('\n')).toMatchFileSnapshot('../golden/plan/timeline.txt')
  })

  it('prints commands that an engineer can read', async () => {
    const { code, out } = await backhoe('plan', `${LABS}/two-hosts`, '--commands')
    expect(code).toBe(0)
    await expect(out).toMatchFileSnapshot('../golden/plan/two-hosts.txt')
  })

  it('prints a rehearsal and each variant of a selector', async () => {
    const { out } = await backhoe('plan', `${LABS}/selector`, '--commands')
    const experiment = out.slice(out.indexOf('## experiment'))
    await expect(experiment).toMatchFileSnapshot('../golden/plan/selector-experiment.txt')
  })

  it('prints plan.json and nothing else for a program', async () => {
    const { out, err } = await backhoe('plan', `${LABS}/two-hosts`, '--json')
    expect(JSON.parse(out)).toEqual((await loadPlan(`${LABS}/two-hosts`, options)).plan)
    expect(err).toContain('labs may talk')
  })
})
