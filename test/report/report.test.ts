import { Ajv2020 } from 'ajv/dist/2020.js'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { summaryText } from '../../src/report/files.ts'
import { renderJunit } from '../../src/report/junit.ts'
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

test('the published schema is the code’s', async () => {
  await expect(`${JSON.stringify(summaryJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
    '../../schema/summary.schema.json',
  )
})
