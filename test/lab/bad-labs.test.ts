import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { renderProblems } from '../../src/cli/output.ts'
import { loadPlan } from '../../src/lab/load.ts'
import { BackhoeError } from '../../src/model/problem.ts'
import { backhoe } from './front-door.ts'

const FOLDER = 'test/fixtures/bad-labs'
const golden = (name: string): string => `../golden/errors/lab-${name}.txt`
/** They plan, with a warning. */
const WARNED = ['impossible-target', 'lacp-naive']
/** The command gives it 10 s of the processor. */
const ENDLESS = 'never-ends'
const labs = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.lab.ts'))
  .map((name) => name.replace('.lab.ts', ''))
const scratch = mkdtempSync(join(tmpdir(), 'bad-labs-'))

afterAll(() => {
  rmSync(scratch, { recursive: true })
})

describe('a bad lab', () => {
  it.each(labs.filter((name) => ![...WARNED, ENDLESS].includes(name)))(
    '%s is refused, and nothing is started',
    async (name) => {
      const file = `${FOLDER}/${name}.lab.ts`
      const planned = await backhoe('plan', file)
      expect(planned).toMatchObject({ code: 64, out: '' })
      await expect(planned.err).toMatchFileSnapshot(golden(name))
    },
  )

  it.each(WARNED)('%s is planned with a warning', async (name) => {
    const planned = await backhoe('plan', `${FOLDER}/${name}.lab.ts`)
    expect(planned.code).toBe(0)
    await expect(planned.err).toMatchFileSnapshot(golden(name))
  })

  it(`${ENDLESS} is refused once its time is used up`, async () => {
    const refused: unknown = await loadPlan(`${FOLDER}/${ENDLESS}.lab.ts`, { hz: 100, limitMs: 500 }).catch(
      (error: unknown) => error,
    )
    if (!(refused instanceof BackhoeError)) throw refused
    expect(refused.exitCode).toBe(64)
    const text = renderProblems(refused.problems, { color: false, cwd: process.cwd() })
    await expect(text).toMatchFileSnapshot(golden(ENDLESS))
  })

  it('that is not there is refused with those that are', async () => {
    const planned = await backhoe('plan', 'test/fixtures/package/furst')
    expect(planned).toMatchObject({ code: 64, out: '' })
    await expect(planned.err).toMatchFileSnapshot(golden('no-such-lab'))
  })

  it('is refused by run before anything is written or started', async () => {
    const out = join(scratch, 'runs')
    const ran = await backhoe('run', `${FOLDER}/undeclared-traffic.lab.ts`, '--out', out)
    expect(ran).toMatchObject({
      code: 64,
      out: '',
      err: (await backhoe('plan', `${FOLDER}/undeclared-traffic.lab.ts`)).err,
    })
    expect(existsSync(out)).toBe(false)
  })
})
