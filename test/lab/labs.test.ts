import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { planSchema } from '../../src/journal/plan-schema.ts'
import type { Lab } from '../../src/model/lab.ts'
import { buildPlan } from '../../src/plan/plan.ts'
import { renderClab } from '../../src/render/clab.ts'

const FOLDER = new URL('../../labs/', import.meta.url)
const labs = readdirSync(FOLDER).filter((name) => name.endsWith('.lab.ts'))

/** What a lab says of itself, by its first word: the paragraphs, and the rows of containerlab's usual table. */
function headerOf(text: string): Readonly<Record<string, string>> {
  const [header = ''] = /^\/\*\*[^]*?\*\//.exec(text) ?? []
  const paragraphs = [...header.matchAll(/^ \* (Shape|Question|Answer) +(.*)$/gm)]
  const rows = [...header.matchAll(/^ \* +\| ([^|]+?) +\| ([^|]+?) +\|$/gm)]
  return Object.fromEntries([...paragraphs, ...rows].map(([, name = '', said = '']) => [name, said]))
}

/** Nodes that configure themselves are containers. */
const runtimeOf = ({ topology }: Lab): 'netns' | 'containerlab' =>
  topology.containerlab === undefined ? 'netns' : 'containerlab'

function canBeGenerated({ topology }: Lab): boolean {
  if (topology.containerlab !== undefined) return false
  try {
    renderClab(topology)
    return true
  } catch {
    return false
  }
}

it('there are labs', () => {
  expect(labs.length).toBeGreaterThan(15)
})

/** The first one reads all of Backhoe, and a busy machine takes its time. */
const PATIENCE_MS = 120_000

describe.each(labs)('%s', (file) => {
  const name = basename(file, '.lab.ts')
  const url = new URL(file, FOLDER)

  it(
    'can be planned, and its header says what it is',
    async () => {
      const { default: lab } = (await import(fileURLToPath(url))) as { readonly default: Lab }
      const { plan, warnings } = buildPlan(lab, name, { hz: 100, runtime: runtimeOf(lab) })
      expect(plan.experiments.length).toBeGreaterThan(0)
      // As `report` reads it back.
      expect(planSchema.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan)
      // Some show a target that is missed by design; nothing else may be wrong with an example.
      expect(warnings.filter(({ code }) => code !== 'impossible-target')).toEqual([])
      expect(headerOf(readFileSync(url, 'utf8'))).toEqual({
        Shape: expect.stringMatching(/\w/) as string,
        Description: expect.stringMatching(/\w/) as string,
        Components: expect.stringMatching(/\w/) as string,
        Resources: expect.stringMatching(
          new RegExp(`^${String(lab.topology.nodes.length)} nodes, ${String(lab.topology.cables.length)} cables; `),
        ) as string,
        'Topology file': canBeGenerated(lab)
          ? `\`backhoe generate labs/${file}\``
          : (expect.stringMatching(/^none: \w/) as string),
        Name: name,
        Question: expect.stringMatching(/\w/) as string,
        Answer: expect.stringMatching(/\w/) as string,
      })
    },
    PATIENCE_MS,
  )
})
