import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { run, type RunEvent } from 'backhoe-lab'
import { expect, test } from 'vitest'
import { ROOT } from '../cli/backhoe.ts'
import { processesWith, until } from '../kernel/leftovers.ts'
import { lab } from './object-lab.ts'
import { Scratch } from './scratch.ts'

const options = { name: 'pair', kernel: 'virtual', seed: 3 } as const

test('a lab without a file is run, and its events tell what the folder then holds, however slowly they are read', async () => {
  using scratch = new Scratch()
  const running = run(lab, { ...options, trials: 1, out: scratch.path })
  const events: RunEvent[] = []
  for await (const event of running) {
    events.push(event)
    // The run ends whether the next event is read or not.
    if (event.kind === 'trial-started') await running.result
  }
  const { status, folder, journal, summary } = await running.result
  expect(status).toBe('completed')
  expect(summary).toEqual(JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8')))
  expect(summary).toMatchObject({ lab: 'pair', file: '', seed: 3 })
  expect(scratch.latest('junit.xml')).toContain('repeat    run(lab, { only: "r1 loses its LAN cable"')

  const all = <Kind extends RunEvent['kind']>(kind: Kind): Extract<RunEvent, { kind: Kind }>[] =>
    events.filter((event): event is Extract<RunEvent, { kind: Kind }> => event.kind === kind)
  expect([events[0]?.kind, events.at(-1)?.kind]).toEqual(['run-started', 'run-ended'])
  expect(all('run-started')[0]?.trials.map(({ id }) => id)).toEqual(['0-control', '0-0'])
  expect(all('verdict').map(({ target }) => target)).toEqual(
    summary.experiments[0]?.targets.map((target) => ({ ...target, holes: [] })),
  )
  expect(all('trial-ended').map(({ measure }) => measure.flows.length)).toEqual([2, 2])
  const seen = all('state-seen').flatMap(({ trial, state }) => (trial.id === '0-0' ? [state] : []))
  const trial = journal.findLastIndex(({ ev }) => ev === 'start')
  expect(seen).toEqual(journal.slice(trial).filter(({ ev }) => ev === 'state'))
  expect(seen.length).toBeGreaterThan(5)
  // Of beats, which come each second of 20, only each trial's last one waits; a few may have been read while the trial began.
  expect(all('beat').length).toBeLessThan(6)
})

test('its signal ends a run: nothing is left of the lab, and the result says so', async () => {
  using scratch = new Scratch()
  const controller = new AbortController()
  const running = run(lab, { ...options, trials: 50, out: scratch.path, signal: controller.signal })
  for await (const { kind } of running) if (kind === 'trial-ended') controller.abort()
  const { status, summary } = await running.result
  expect(status).toBe('interrupted')
  expect(summary.experiments[0]?.trials.length).toBeLessThan(5)
  expect(summary.counts).toMatchObject({ met: 0, unknown: 1 })
  expect(await until(() => processesWith(scratch.path).length === 0, 10_000)).toBe(true)
})

test('a loop that is left does not end the run', async () => {
  using scratch = new Scratch()
  const running = run(lab, { ...options, trial: 0, out: scratch.path })
  for await (const { kind } of running) if (kind === 'run-started') break
  expect((await running.result).status).toBe('completed')
})

test('the example of docs/programs.md runs in a folder of its own', async () => {
  using scratch = new Scratch()
  const [, code = ''] = /^```js\n([^]*?)^```/m.exec(readFileSync(join(ROOT, 'docs/programs.md'), 'utf8')) ?? []
  mkdirSync(join(scratch.path, 'node_modules'))
  symlinkSync(ROOT, join(scratch.path, 'node_modules/backhoe-lab'))
  writeFileSync(join(scratch.path, 'example.mjs'), code)
  const { stdout } = await promisify(execFile)(process.execPath, ['example.mjs'], { cwd: scratch.path })
  expect(stdout).toContain('outage < 4s: met\n')
  expect(stdout).toMatch(/completed \{ met: 1, missed: 0, unknown: 0 \}\n$/)
})
