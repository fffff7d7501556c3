import { Command } from 'commander'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { renderProblems } from '../../src/cli/output.ts'
import { reportCommand } from '../../src/cli/report.ts'
import { serializeEvent } from '../../src/journal/serialize.ts'
import { BackhoeError } from '../../src/model/problem.ts'
import { scenes } from '../report/scenes.ts'
import { backhoe } from './backhoe.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
  process.exitCode = undefined
})

const inside = (...parts: readonly string[]): string => join(folder, ...parts)

function record(name: string, scene = scenes.failover?.()): string {
  if (scene === undefined) throw new Error('no such scene')
  mkdirSync(inside(name), { recursive: true })
  writeFileSync(inside(name, 'plan.json'), JSON.stringify(scene.plan))
  writeFileSync(inside(name, 'journal.ndjson'), scene.events.map((event) => `${serializeEvent(event)}\n`).join(''))
  writeFileSync(inside(name, 'meta.json'), JSON.stringify(scene.meta))
  return inside(name)
}

function changePlan(change: (experiment: Record<string, unknown>) => void): void {
  const path = join(record('run'), 'plan.json')
  const plan = JSON.parse(readFileSync(path, 'utf8')) as { experiments: Record<string, unknown>[] }
  plan.experiments.forEach(change)
  writeFileSync(path, JSON.stringify(plan))
}

async function report(...args: readonly string[]): Promise<string> {
  let text = ''
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk)
    return true
  })
  try {
    await new Command('backhoe')
      .exitOverride()
      .addCommand(reportCommand())
      .parseAsync(['report', ...args], { from: 'user' })
  } finally {
    write.mockRestore()
  }
  return text
}

describe('backhoe report', () => {
  test('a reader that closes its end does not turn a missed target into success', async () => {
    // The reader is gone long before Node has started.
    const under = ['sh', '-c', '{ "$@"; echo "exit $?" >&2; } | true', 'sh']
    const { stderr } = await backhoe(['report', record('run')], { under })
    expect(stderr).toBe('exit 1\n')
  })

  test('renders a run again, byte for byte', async () => {
    const run = record('run')
    const first = await report(run)
    const files = ['summary.json', 'junit.xml', 'report.html']
    const written = files.map((file) => readFileSync(inside('run', file), 'utf8'))
    for (const file of files) rmSync(inside('run', file))
    expect(await report(run)).toBe(first)
    expect(files.map((file) => readFileSync(inside('run', file), 'utf8'))).toEqual(written)
    expect(first).toContain('r1 loses its LAN cable')
  })

  test('ends as the run did: a target was missed', async () => {
    await report(record('run'))
    expect(process.exitCode).toBe(1)
    await report(record('other', scenes['out-of-order']?.()))
    expect(process.exitCode).toBe(2)
    await report(record('third', scenes.flapping?.()))
    expect(process.exitCode).toBe(0)
  })

  test('a run that was interrupted before any trial had ended has a report: every target is unknown', async () => {
    const run = record('run')
    const meta = JSON.parse(readFileSync(join(run, 'meta.json'), 'utf8')) as Record<string, unknown>
    writeFileSync(join(run, 'meta.json'), JSON.stringify({ ...meta, status: 'interrupted' }))
    writeFileSync(join(run, 'journal.ndjson'), '')
    expect(await report(run)).toContain('0 met, 0 missed')
    expect(process.exitCode).toBe(2)
  })

  test('prints the summary for programs', async () => {
    expect(JSON.parse(await report(record('run'), '--json'))).toEqual(
      JSON.parse(readFileSync(inside('run', 'summary.json'), 'utf8')),
    )
  })

  test('writes merged shards only where it is told', async () => {
    const [a, b] = [record('a'), record('b')]
    expect(await report(a, b)).toContain('none were written')
    await report(a, b, '--out', inside('merged'))
    expect(readFileSync(inside('merged', 'summary.json'), 'utf8')).toContain('"lab": "gateway-pair"')
  })
})

describe('backhoe report refuses', () => {
  const broken: Readonly<Record<string, () => readonly string[]>> = {
    'no-folder': () => [inside('nowhere')],
    'no-journal': () => {
      rmSync(join(record('run'), 'journal.ndjson'))
      return [inside('run')]
    },
    'journal-is-a-folder': () => {
      rmSync(join(record('run'), 'journal.ndjson'))
      mkdirSync(inside('run', 'journal.ndjson'))
      return [inside('run')]
    },
    // As SIGKILL leaves it: the plan is written first, everything else at the end.
    'killed-run': () => {
      for (const name of ['journal.ndjson', 'meta.json']) rmSync(join(record('run'), name))
      return [inside('run')]
    },
    // It would say “0 targets: 0 met”, and exit 0.
    'plan-without-targets': () => {
      changePlan((experiment) => (experiment.targets = []))
      return [inside('run')]
    },
    'plan-without-variants': () => {
      changePlan((experiment) => (experiment.variants = []))
      return [inside('run')]
    },
    'broken-plan': () => {
      writeFileSync(join(record('run'), 'plan.json'), '{"schema": 3}')
      return [inside('run')]
    },
    'broken-meta': () => {
      writeFileSync(join(record('run'), 'meta.json'), '{"schema": 1, "seed": "seven"}')
      return [inside('run')]
    },
    'cut-off-journal': () => {
      const path = join(record('run'), 'journal.ndjson')
      writeFileSync(path, readFileSync(path, 'utf8').slice(0, -40))
      return [inside('run')]
    },
    'journal-of-another-plan': () => {
      record('other', scenes['out-of-order']?.())
      copyFileSync(inside('other', 'journal.ndjson'), join(record('run'), 'journal.ndjson'))
      return [inside('run')]
    },
    'shards-of-two-labs': () => [record('run'), record('other', scenes['for-ever']?.())],
    'unwritable-out': () => {
      writeFileSync(inside('file'), '')
      return [record('run'), '--out', inside('file')]
    },
  }

  test.each(Object.keys(broken))('%s', async (name) => {
    const error: unknown = await report(...(broken[name]?.() ?? [])).catch((thrown: unknown) => thrown)
    if (!(error instanceof BackhoeError)) throw error
    expect(error.exitCode).toBe(64)
    const shown = renderProblems(error.problems, { color: false, cwd: folder }).replaceAll(`${folder}/`, '')
    await expect(shown).toMatchFileSnapshot(`../golden/errors/report-${name}.txt`)
  })
})
