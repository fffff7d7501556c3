// Runs the labs of single failures and writes their tables into docs/topologies.md.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Plan } from '../src/model/plan.ts'
import { summarySchema } from '../src/report/schema.ts'
import { failuresTable } from './failures-table.ts'

const ROOT = join(import.meta.dirname, '..')
const PAGE = join(ROOT, 'docs/topologies.md')

const LABS = ['campus-failures', 'campus-mlag-failures']

const placeOf = (lab: string): RegExp => new RegExp(`(<!-- make tables: ${lab} -->\n)[^]*?(<!-- end -->)`)

const placeless = LABS.filter((lab) => !placeOf(lab).test(readFileSync(PAGE, 'utf8')))
if (placeless.length > 0) throw new Error(`docs/topologies.md has no place for ${placeless.join(', ')}`)
for (const lab of LABS) {
  const table = tableOf(lab)
  // Read again: it takes minutes, and somebody may have written meanwhile.
  const page = readFileSync(PAGE, 'utf8')
  writeFileSync(
    PAGE,
    page.replace(placeOf(lab), (_, before: string, after: string) => `${before}\n${table.trimEnd()}\n\n${after}`),
  )
}

function tableOf(lab: string): string {
  const out = mkdtempSync(join(tmpdir(), 'backhoe-tables-'))
  try {
    const args = ['run', `labs/${lab}.lab.ts`, '--kernel', 'virtual', '--seed', '1', '--out', out]
    const { status } = spawnSync(process.execPath, [join(ROOT, 'bin/backhoe.js'), ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    // What misses its target is what the table is for.
    if (status === null || status > 2) throw new Error(`the run of ${lab} ended with ${String(status)}`)
    const read = (name: string): unknown => JSON.parse(readFileSync(join(out, 'latest', name), 'utf8'))
    return failuresTable(summarySchema.parse(read('summary.json')), read('plan.json') as Plan)
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}
