import { Ajv2020 } from 'ajv/dist/2020.js'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { JournalEvent } from '../../src/model/journal.ts'
import { summaryText } from '../../src/report/reporters/json/reporter.ts'
import { renderJunit } from '../../src/report/reporters/junit/junit.ts'
import { summaryJsonSchema, summarySchema } from '../../src/report/schema.ts'
import { summarize, withoutWallTime } from '../../src/report/summarize.ts'
import { renderTerminal } from '../../src/report/terminal.ts'
import { scenes } from './scenes.ts'
import type { Scene } from './scenes.ts'

const published = new URL('../../schema/summary.schema.json', import.meta.url)
const terminal = ({ plan, events, meta }: Scene, color: boolean, width: number): string =>
  renderTerminal(summarize(plan, events, meta), plan, events, { color, width, files: 'Files: runs/latest' })

describe.each(Object.entries(scenes))('%s', (name, scene) => {
  const made = scene()
  const summary = summarize(made.plan, made.events, made.meta)

  test('reads well at 80 columns', async () => {
    await expect(terminal(made, false, 80)).toMatchFileSnapshot(`../golden/report/${name}.txt`)
  })

  test('is what CI reads', async () => {
    await expect(renderJunit(summary)).toMatchFileSnapshot(`../golden/report/${name}.junit.xml`)
  })

  test('is what programs read', async () => {
    await expect(summaryText(summary)).toMatchFileSnapshot(`../golden/report/${name}.summary.json`)
    expect(summarySchema.parse(JSON.parse(summaryText(summary)))).toEqual(summary)
  })

  test('obeys the published schema', () => {
    const validate = new Ajv2020().compile(JSON.parse(readFileSync(published, 'utf8')) as object)
    expect(validate(JSON.parse(summaryText(summary))) ? [] : validate.errors).toEqual([])
  })

  test('never runs over the edge', () => {
    for (const width of [60, 80, 120]) {
      for (const line of terminal(made, false, width).split('\n'))
        expect(Array.from(line).length).toBeLessThanOrEqual(width)
    }
  })

  test('says the same in colour', () => {
    // eslint-disable-next-line no-control-regex
    expect(terminal(made, true, 80).replaceAll(/\u001B\[\d+m/g, '')).toBe(terminal(made, false, 80))
  })

  test('is the same whenever it is rendered, but for the wall time', () => {
    const again = scene()
    const slower = summarize(again.plan, again.events, { ...again.meta, wallMs: 99_999 })
    expect(summaryText(withoutWallTime(slower))).toBe(summaryText(withoutWallTime(summary)))
    expect(renderJunit(slower)).toBe(renderJunit(summary))
  })
})

test('a safety net that struck is in the summary and on the report’s head; one that was on and did not, in the summary', () => {
  const made = Object.values(scenes)[0]?.()
  if (made === undefined) throw new Error('there are no scenes')
  const struck = (count: number): Scene => ({
    ...made,
    events: made.events.flatMap((event): JournalEvent[] =>
      event.ev === 'end' ? [{ t: event.t, ev: 'spin-interrupts', count }, event] : [event],
    ),
  })
  const trials = made.events.filter(({ ev }) => ev === 'end').length
  expect(summarize(made.plan, struck(2).events, made.meta).struck).toBe(2 * trials)
  expect(terminal(struck(2), false, 200)).toContain(`and was interrupted ${String(2 * trials)} times: another run`)
  expect(summarize(made.plan, struck(0).events, made.meta).struck).toBe(0)
  expect(terminal(struck(0), false, 80)).toBe(terminal(made, false, 80))
})

test('the time that was held is said where it is not what was asked for', () => {
  const [made] = Object.values(scenes).map((scene) => scene())
  if (made === undefined) throw new Error('there are no scenes')
  const asked = (holdNs: number): string => {
    const experiments = made.plan.experiments.map((one) => ({ ...one, holdNs }))
    return terminal({ ...made, plan: { ...made.plan, experiments } }, false, 120)
  }
  // The story heals after 10 s.
  expect(asked(10e9)).toContain('; held 10 s, watched')
  expect(asked(9.9e9)).toContain('; held 10 s (9.9 s were asked for), watched')
})

test('a promise that is kept beside a return that none binds says so, on the terminal and in CI', () => {
  const [made] = Object.values(scenes).map((scene) => scene())
  if (made === undefined) throw new Error('there are no scenes')
  const experiments = made.plan.experiments.map((one) => ({
    ...one,
    targets: one.targets.filter(({ text }) => text === 'outage < 4 s'),
  }))
  const plan = { ...made.plan, experiments }
  // 3.54 s of 4 s, and 20 ms when r1 takes over again.
  const summary = summarize(plan, made.events, made.meta)
  const text = 'the return cost 20 ms, and no target binds that'
  expect(summary.counts).toEqual({ met: 1, missed: 0, unknown: 0 })
  expect(terminal({ ...made, plan }, false, 80)).toContain(`! ${text}`)
  expect(renderJunit(summary)).toContain(text)
})

test('the published schema is the code’s', async () => {
  await expect(`${JSON.stringify(summaryJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
    '../../schema/summary.schema.json',
  )
})

test('the command that brings a trial back is told where the run was', () => {
  const made = Object.values(scenes).map((scene) => scene())[0]
  if (made === undefined) throw new Error('no scene')
  const flags = ['--runtime containerlab', '--kernel host', '--attach']
  const text = terminal({ ...made, meta: { ...made.meta, flags } }, false, 400)
  expect(text).toMatch(/Again: backhoe run .* --seed \d+ --runtime containerlab --kernel host --attach$/m)
})
