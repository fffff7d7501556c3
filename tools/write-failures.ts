// Runs labs/campus-failures.lab.ts and writes its table into docs/topologies.md.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Plan } from '../src/model/plan.ts'
import { summarySchema } from '../src/report/schema.ts'
import { failuresTable } from './failures-table.ts'

const ROOT = join(import.meta.dirname, '..')
const PAGE = join(ROOT, 'docs/topologies.md')
const BETWEEN = /(<!-- failures of campus: make tables -->\n)[^]*(<!-- end -->)/

const out = mkdtempSync(join(tmpdir(), 'backhoe-tables-'))
try {
  const args = ['run', 'labs/campus-failures.lab.ts', '--kernel', 'virtual', '--seed', '1', '--out', out]
  const { status } = spawnSync(process.execPath, [join(ROOT, 'bin/backhoe.js'), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  // What is not redundant is missed, and that is what the table is for.
  if (status !== 1) throw new Error(`the run ended with ${String(status)}`)
  const read = (name: string): unknown => JSON.parse(readFileSync(join(out, 'latest', name), 'utf8'))
  const table = failuresTable(summarySchema.parse(read('summary.json')), read('plan.json') as Plan)
  const page = readFileSync(PAGE, 'utf8')
  if (!BETWEEN.test(page)) throw new Error('docs/topologies.md has no place for the table')
  writeFileSync(
    PAGE,
    page.replace(BETWEEN, (_, before: string, after: string) => `${before}\n${table}\n\n${after}`),
  )
} finally {
  rmSync(out, { recursive: true, force: true })
}
