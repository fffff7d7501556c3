import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { splitTrials } from '../../src/journal/trials.ts'
import type { ReplayData } from '../../src/page/data.ts'
import { unpack, type Packed } from '../../src/page/pack.ts'
import { layOut } from '../../src/picture/lay-out.ts'
import { readRun } from '../../src/report/folder.ts'
import { htmlOf } from '../../src/report/reporters/html/page.ts'
import { hashOf } from '../../src/report/reporters/html/style.ts'
import { pageScript } from '../../src/report/reporters/html/reporter.ts'
import { summarize } from '../../src/report/summarize.ts'
import { gatewayPair } from '../../topologies/index.ts'
import { strange } from '../picture/topologies.ts'
import { findingsOf, LOOKS, TestBrowser, type Look } from './browser.ts'
import { scenes, type Scene } from './scenes.ts'

const recorded = (name: string): Scene => {
  const run = readRun(fileURLToPath(new URL(`../fixtures/recorded/${name}`, import.meta.url)))
  return { plan: run.plan, events: run.events, meta: run.meta }
}

const runs: Readonly<Record<string, () => Scene>> = {
  ...scenes,
  'a recorded run': () => recorded('composed'),
  'a run of schema 1': () => recorded('schema-1'),
}

/** Its names are markup, Arabic and 200 letters. */
function strangeScene(): Scene {
  const { names } = strange()
  const scene = recorded('composed')
  const [first] = scene.plan.experiments
  if (first === undefined) throw new Error('an experiment')
  const renamed = scene.plan.experiments.map((experiment, at) => ({
    ...experiment,
    name: names[at] ?? experiment.name,
  }))
  return { ...scene, plan: { ...scene.plan, lab: names.join(' '), experiments: renamed } }
}

const pageOf = async ({ plan, events, meta }: Scene, topology = gatewayPair().topology): Promise<string> =>
  htmlOf({
    summary: summarize(plan, events, meta),
    plan,
    journal: events,
    layout: await layOut(topology),
    script: pageScript(),
  })

describe('the report', () => {
  test.each(Object.entries(runs))('%s: each target is a row, and its verdict is in the title', async (_, scene) => {
    const { plan, events, meta } = scene()
    const { counts, experiments } = summarize(plan, events, meta)
    const html = await pageOf(scene())
    expect(html.match(/<li class="promise">/g) ?? []).toHaveLength(counts.met + counts.missed + counts.unknown)
    expect(html.match(/<section class="experiment"/g)).toHaveLength(experiments.length)
    const title = /<title>(.*?)<\/title>/.exec(html)?.[1] ?? ''
    if (counts.missed > 0) expect(title).toMatch(/^✗ .* broken/)
    else expect(title).toMatch(counts.unknown > 0 ? /^\? / : /^[✓?] /)
  })

  test('the same run gives the same bytes, with one script and no address', async () => {
    const html = await pageOf(recorded('composed'))
    expect(await pageOf(recorded('composed'))).toBe(html)
    const [text = '', ...more] = html.split(`<script>${pageScript()}</script>`)
    expect(more).toHaveLength(1)
    expect(text + more.join('')).not.toMatch(
      /<script(?! type="application\/json" id="replay-data")|https?:|url\(|@import| style="| on[a-z]+="/,
    )
    expect(html).toContain("default-src 'none'")
    expect(html).toContain(`script-src ${hashOf(pageScript())};`)
  })

  test('of a trial whose gate failed it does not say that nothing was lost', async () => {
    const scene = scenes['out-of-order']?.()
    if (scene === undefined) throw new Error('there is such a scene')
    expect(await pageOf(scene)).toContain('the fault never struck in trial 0: the gate had failed')
  })

  test('1,000 trials are less than 10 MB, dots become a curve, and the worst and a sample can be replayed', () => {
    const { plan, events, meta } = recorded('composed')
    const summary = summarize(plan, events, meta)
    const journals = splitTrials(events).filter(([first]) => first?.ev === 'start' && first.trial !== null)
    const experiments = summary.experiments.map((experiment) => {
      const trial = (index: number) => ({ ...(experiment.trials[index % 3] ?? experiment.trials[0]), index })
      return { ...experiment, trials: Array.from({ length: 500 }, (_, index) => trial(index)) }
    }) as typeof summary.experiments
    const journal = experiments.flatMap(({ trials }, number) =>
      trials.flatMap(({ index }) =>
        (journals[number * 3 + (index % 3)] ?? []).map((event) =>
          event.ev === 'start' ? { ...event, trial: index } : event,
        ),
      ),
    )
    const html = htmlOf({
      summary: { ...summary, experiments },
      plan,
      journal,
      layout: 'no picture',
      script: pageScript(),
    })
    expect(html.length).toBeLessThan(10e6)
    expect(html).toContain('l-curve')
    const data = replayIn(html)
    expect(data.experiments.map(({ of }) => of)).toEqual([500, 500])
    for (const [at, { trials }] of data.experiments.entries()) {
      expect(trials.length).toBeGreaterThanOrEqual(25)
      expect(trials.length).toBeLessThanOrEqual(60)
      const outage = ({ index }: { readonly index: number }): number =>
        experiments[at]?.trials[index]?.flows[0]?.outageMs ?? 0
      const worst = experiments[at]?.trials.toSorted((a, b) => outage(b) - outage(a))[0]
      expect(trials.map(({ trial }) => trial)).toContain(worst?.index)
    }
  })
})

/** What the script of a page is given. */
function replayIn(html: string): ReplayData {
  const text = /<script type="application\/json" id="replay-data">(.*?)<\/script>/s.exec(html)?.[1] ?? ''
  return unpack(JSON.parse(text) as Packed) as ReplayData
}

describe('in a browser', () => {
  let browser: TestBrowser
  beforeAll(async () => {
    browser = await TestBrowser.launch()
  })
  afterAll(async () => {
    await browser.close()
  })

  /** axe takes a second; what it finds hangs on the elements and the colours, not on the run. */
  const check = async (scene: Scene, look: Look, isByAxe: boolean): Promise<void> => {
    const { page, console, requests } = await browser.open(await pageOf(scene, strange().topology), look)
    await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true')
    expect([console, requests]).toEqual([[], []])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(look.widthPx)
    if (isByAxe) expect(await findingsOf(page)).toEqual([])
    await page.close()
  }

  test.each(LOOKS)(
    'at $widthPx px, $theme: nothing is said, asked for or wrong, and nothing is wider',
    async (look) => {
      const scene = runs.failover?.() ?? strangeScene()
      await check(scene, look, look.widthPx === (look.theme === 'dark' ? 400 : 1280))
    },
  )

  test.each(Object.entries({ ...runs, 'strange names': strangeScene }))('%s: the same', async (name, scene) => {
    await check(scene(), { widthPx: 400, theme: 'light' }, name === 'strange names')
  })

  test('names are text, whatever they hold', async () => {
    const { page } = await browser.open(await pageOf(strangeScene(), strange().topology), {
      widthPx: 1280,
      theme: 'light',
    })
    expect(await page.locator('script').count()).toBe(2)
    expect(await page.title()).toContain(strange().names[0])
    expect(await page.locator('h3').allInnerTexts()).toContain(`✓ ${strange().names[0] ?? ''}`)
  })

  test('on paper it is light, and every promise is there', async () => {
    const { page } = await browser.open(await pageOf(recorded('composed')), { widthPx: 1280, theme: 'dark' })
    const color = 'getComputedStyle(document.body).backgroundColor'
    expect(await page.evaluate(color)).toBe('rgb(19, 22, 26)')
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect(await page.evaluate(color)).toBe('rgb(255, 255, 255)')
    expect(await page.locator('.promise').count()).toBe(2)
  })
})
