import { expect, test } from 'vitest'
import { renderProblems } from '../../src/cli/output.ts'
import { BackhoeError } from '../../src/model/problem.ts'
import { plan, prepare, report, run } from '../../src/run/api.ts'
import { lab, site } from './object-lab.ts'

test('a lab that is an object is planned under the name that it is given', async () => {
  const object = await plan(lab, { name: 'mine', trials: 3 })
  expect(object.plan).toMatchObject({ lab: 'mine', topology: 'gateway-pair', experiments: [{ trials: 3 }] })
  expect(object.warnings).toEqual([])
})

const refused = async (work: () => Promise<unknown>): Promise<string> => {
  try {
    await work()
  } catch (error) {
    if (error instanceof BackhoeError)
      // The line of this file.
      return `${renderProblems(error.problems, { color: false, cwd: process.cwd() }).replaceAll(/:\d+:\d+$/gm, ':LINE')}exit ${String(error.exitCode)}\n`
    throw error
  }
  return 'not refused'
}

test('whatever is wrong with the options is refused at the call, all of it at once', async () => {
  const bad = (options: unknown): never => options as never
  const texts = [
    await refused(() => prepare(lab, bad({ trails: 3, trials: 0, seed: -1, kernel: 'vmware', name: 'a/b', out: 7 }))),
    await refused(() => run(lab, bad({ signal: 'now', trial: 1.5 })).result),
    await refused(() => plan(lab, bad({ hz: 0, runtime: 'docker' }))),
    await refused(() => prepare(bad(site))),
    await refused(() => prepare(lab, { only: 'uplink', kernel: 'host' })),
    await refused(() => prepare(lab, { trial: 20, kernel: 'host' })),
    await refused(() => report('no-such-folder')),
    await refused(() => (report as () => Promise<unknown>)()),
    await refused(() => report(bad(5), bad(['runs/latest']))),
    await refused(() => prepare(lab, { out: 'a\0b' })),
    await refused(() => prepare(lab, { out: '' })),
    await refused(() => run(bad(null)).result),
    await refused(async () => run(await prepare(lab, { kernel: 'host' }), bad({ seed: 5, foo: 1, signal: 7 })).result),
  ]
  await expect(texts.join('\n')).toMatchFileSnapshot('../golden/run/api-refuses.txt')
})

test('the loop over a run that is refused throws what its result rejects with', async () => {
  const refusedRun = run('no-such-lab')
  const reading = async (): Promise<void> => {
    for await (const event of refusedRun) expect(event).toBe('no event')
  }
  await expect(reading()).rejects.toThrow(BackhoeError)
  await expect(refusedRun.result).rejects.toThrow('no-such-lab')
})
