import { expect, test } from 'vitest'
import { allowedCpus } from '../../src/run/cpus.ts'
import { backhoe } from '../cli/backhoe.ts'
import { onEveryCore } from '../guest/cores.ts'
import { Scratch } from './scratch.ts'

const LAB = ['gateway-pair', '--kernel', 'virtual', '--seed', '3', '--only', 'LAN cable']

interface Record {
  readonly summary: string
  readonly journal: string
}

async function run(scratch: Scratch, args: readonly string[], under: readonly string[] = []): Promise<Record> {
  const { code, stderr } = await backhoe(['run', ...LAB, '--out', scratch.path, ...args], { under })
  // One trial alone decides nothing, unless it misses.
  expect(code, stderr).toBe(args.includes('--trial') ? 2 : 0)
  return { summary: withoutWall(scratch.latest('summary.json')), journal: scratch.latest('journal.ndjson') }
}

const withoutWall = (summary: string): string => summary.replace(/^ {2}"wallMs": .*\n/m, '')

/** One trial's lines, from its start to its end. */
const trialOf = (journal: string, trial: number): string =>
  journal.split(/(?<="ev":"end".*\n)/).find((one) => one.includes(`"trial":${String(trial)},`)) ?? ''

test('one lab and seed give the same bytes: at once, one after the other, and a trial alone', async () => {
  using scratch = new Scratch()
  const together = await run(scratch, ['--trials', '3'], onEveryCore())
  const inTurn = await run(scratch, ['--trials', '3'], ['taskset', '-c', String(allowedCpus()[0])])
  expect(inTurn).toEqual(together)

  const alone = await run(scratch, ['--trial', '2'])
  expect(trialOf(alone.journal, 2)).not.toBe('')
  expect(trialOf(alone.journal, 2)).toBe(trialOf(together.journal, 2))
})

test('another seed makes other random choices', async () => {
  using scratch = new Scratch()
  const one = await run(scratch, ['--trial', '0'])
  const other = await run(scratch, ['--trial', '0', '--seed', '4'])
  expect(other.journal).not.toBe(one.journal)
})

test('report renders the run again, byte for byte', async () => {
  using scratch = new Scratch()
  // One trial does not cover a timer's phases: its targets are undecided, and so they are when it is rendered again.
  const { code: decided, stdout: first } = await backhoe(['run', ...LAB, '--trials', '1', '--out', scratch.path])
  expect(decided).toBe(2)
  const summary = scratch.latest('summary.json')
  const junit = scratch.latest('junit.xml')
  const { code, stdout: again } = await backhoe(['report', `${scratch.path}/latest`])
  expect(code).toBe(decided)
  expect(body(again)).toBe(body(first))
  expect([scratch.latest('summary.json'), scratch.latest('junit.xml')]).toEqual([summary, junit])
})

/** All but the last line, which says where the files are. */
const body = (text: string): string => text.split('\n').slice(0, -2).join('\n')
