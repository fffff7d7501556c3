import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { replay } from '../../../src/report/replay.ts'
import { REPORTERS } from '../../../src/report/reporters/all.ts'
import { annotationsOf } from '../../../src/report/reporters/github/annotations.ts'
import { stripsOf } from '../../../src/report/reporters/github/strips.ts'
import { renderMarkdown } from '../../../src/report/reporters/markdown/markdown.ts'
import type { RunReport, VerdictReached } from '../../../src/report/run-event.ts'
import { summarize } from '../../../src/report/summarize.ts'
import { scenes } from '../scenes.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reporters-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

function reportOf(name: string): RunReport {
  const scene = scenes[name]?.()
  if (scene === undefined) throw new Error('no such scene')
  const { plan, events, meta } = scene
  return { status: meta.status, folder: 'runs/x', plan, journal: events, summary: summarize(plan, events, meta) }
}

interface Written {
  readonly out: string
  readonly err: string
}

/** What a reporter makes of a run that is over. */
async function reported(name: string, report: RunReport, env: NodeJS.ProcessEnv = {}): Promise<Written> {
  let [out, err] = ['', '']
  const reporter = REPORTERS.find((one) => one.name === name)?.create({
    env,
    cwd: '/repo/site',
    err: (text) => (err += text),
  })
  const output = { write: (text: string) => void (out += text), isFile: true, color: false, width: 100 }
  for (const event of replay(report)) {
    if (event.kind === 'run-started') await reporter?.begin(event, output)
    else if (event.kind === 'run-ended') await reporter?.end(event.report, output)
    else await reporter?.event(event, output)
  }
  return { out, err }
}

test.each(['failover', 'out-of-order', 'for-ever'])('%s as Markdown and as lines', async (name) => {
  const report = reportOf(name)
  for (const reporter of ['markdown', 'line'])
    await expect((await reported(reporter, report)).out).toMatchFileSnapshot(
      `../../golden/report/reporters/${name}.${reporter}.txt`,
    )
})

test('no name can be markup, or end the row of a table', () => {
  const { summary } = reportOf('failover')
  const name = '<script>alert(1)</script> | `x` *y* [z](javascript:0)\n# سقوط'
  const [first, ...rest] = summary.experiments
  if (first === undefined) throw new Error('no experiment')
  const text = renderMarkdown({ ...summary, lab: name, experiments: [{ ...first, name }, ...rest] })
  const harmless = String.raw`&lt;script&gt;alert(1)&lt;/script&gt; \| \`x\` \*y\* \[z\](javascript:0) \# سقوط`
  expect(text).toContain(`## ${harmless}: `)
  const rows = text
    .split('\n')
    .filter((line) => line.startsWith('| ❌') || line.startsWith('| ✅') || line.startsWith('| ❔'))
  expect(rows.length).toBe(summary.counts.met + summary.counts.missed + summary.counts.unknown)
  // Five cells, whatever is in them.
  for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(6)
})

test('github adds to the summary of the step, and annotates what is not met', async () => {
  const report = reportOf('failover')
  const env = { GITHUB_STEP_SUMMARY: join(folder, 'summary.md'), GITHUB_WORKSPACE: '/repo' }
  await reported('github', report, env)
  const { out, err } = await reported('github', report, env)
  expect(out).toBe('')
  // Two labs, one below the other.
  const own = `${renderMarkdown(report.summary)}${stripsOf(report.summary, report.plan)}\n`
  expect(readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8')).toBe(own.repeat(2))
  await expect(err).toMatchFileSnapshot('../../golden/report/reporters/failover.github.txt')
})

test.each(['failover', 'for-ever', 'out-of-order'])('%s: trials of each target on a line of text', async (name) => {
  const { summary, plan } = reportOf(name)
  await expect(stripsOf(summary, plan)).toMatchFileSnapshot(`../../golden/report/reporters/${name}.strips.txt`)
})

const verdict = (index: number): VerdictReached => ({
  kind: 'verdict',
  experiment: 0,
  name: 'a, b: 100 %\nc',
  target: {
    ...{ on: 'web', text: 'outage < 4s', verdict: 'missed', measured: '5 s', bound: '4 s' },
    because: { rule: 'x', text: 'too long', values: {}, timers: [], source: null },
    ...{ metric: 'outage', figures: [], limit: null, returned: null, trial: index, worst: [index], holes: [] },
  },
  where: `labs/x.lab.ts:${String(index)}:9`,
})

test('annotations name file, line and column from the repository’s folder, and are escaped as the runner reads them', () => {
  const repository = { file: 'labs/x.lab.ts', cwd: '/repo/site', workspace: '/repo' }
  expect(annotationsOf([verdict(12)], repository)).toBe(
    '::error file=site/labs/x.lab.ts,line=12,col=9,title=missed%3A web outage < 4s::a, b: 100 %25%0Ac: 5 s; too long\n',
  )
  // Ten are shown, and the last of them says how many more there are.
  const lines = annotationsOf(
    Array.from({ length: 30 }, (_, index) => verdict(index)),
    repository,
  )
    .trimEnd()
    .split('\n')
  expect([lines.length, lines.at(-1)]).toEqual([10, '::error::21 more targets are missed'])
})
