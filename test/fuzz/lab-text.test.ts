import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadPlan } from '../../src/lab/load.ts'
import { HZ, planOf } from './build.ts'
import { firstWith } from './first-with.ts'
import { labText } from './lab-text.ts'

// What a person runs again must be what the fuzzer has run, to the last operation.
test.each([
  ['a generator with a selector', /"generator".*"on":\{"path"/],
  ['composed from nouns, with a selector', /"nodes".*"on":\{"text"/],
  ['several cables, and a drift', /"on":\{"cables".*"drift"/],
  ['a session', /"tcp"/],
])('the file of a lab is the lab: %s', async (_, what) => {
  const spec = firstWith(what)
  const folder = mkdtempSync(join(tmpdir(), 'backhoe-fuzz-'))
  try {
    const file = join(folder, 'fuzz.lab.ts')
    writeFileSync(file, await labText(spec, 'Written by a test.'))
    const { plan } = await loadPlan(file, { hz: HZ })
    expect(plan).toEqual(JSON.parse(JSON.stringify(planOf(spec, 'fuzz').plan)))
  } finally {
    rmSync(folder, { recursive: true })
  }
})
