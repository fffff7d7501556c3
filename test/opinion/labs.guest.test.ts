import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { backhoe } from '../cli/backhoe.ts'
import { Scratch } from '../run/scratch.ts'
import { opinionOf } from './opinion.ts'

/** The first trial of one experiment of each, in all about a minute of the CPU. */
const LABS: readonly (readonly [what: string, lab: string, experiment: string])[] = [
  ['VRRP', 'test/conformance/labs/gateway.lab.ts', 'active lan'],
  ['miimon', 'test/proof/labs/miimon100.lab.ts', 'the active leg is cut'],
  ['LACP, silent leg', 'test/proof/labs/lag-silent.lab.ts', 'leg 1 goes silent both ways'],
  ['MLAG', 'test/proof/labs/mlag.lab.ts', 'leg'],
  ['802.1D', 'test/proof/labs/stp.lab.ts', 'direct'],
  ['VLAN missing', 'labs/vlan-missing.lab.ts', 'the active leg is cut, rehearsed'],
]

test.each(LABS)('%s: what the cables carried is what the journal says', async (_, lab, experiment) => {
  using scratch = new Scratch()
  const trial = await captured(scratch, lab, experiment)
  expect(await opinionOf(trial)).toEqual([])
})

// One packet is enough: else an agreement would prove nothing.
test('an account that is wrong by one packet is contradicted', async () => {
  using scratch = new Scratch()
  const trial = await captured(scratch, 'test/conformance/labs/gateway.lab.ts', 'active lan')
  const journal = join(scratch.path, 'latest/journal.ndjson')
  const text = readFileSync(journal, 'utf8')
  const [range = '', first = '', last = ''] = /"lost":\[\[(\d+),(\d+)\]\]/.exec(text) ?? []
  const shorter = range.replace(last, String(Number(last) - 1))
  const longer = range.replace(first, String(Number(first) - 1))

  writeFileSync(journal, text.replace(range, shorter))
  expect(await opinionOf(trial)).toEqual([
    { about: 'web forward 0', what: `1 packets lost on the wire, arrived in the account: ${last}` },
  ])
  writeFileSync(journal, text.replace(range, longer))
  expect(await opinionOf(trial)).toEqual([
    {
      about: 'web forward 0',
      what: `1 packets arrived on the wire, lost in the account: ${String(Number(first) - 1)}`,
    },
  ])
})

async function captured(scratch: Scratch, lab: string, experiment: string): Promise<string> {
  const which = ['--only', experiment, '--trial', '0', '--seed', '12', '--kernel', 'virtual']
  const { stderr } = await backhoe(['run', lab, ...which, '--pcap', '--out', scratch.path])
  const trials = join(scratch.path, 'latest/trials')
  const [first, ...others] = readdirSync(trials)
  if (first === undefined || others.length > 0) throw new Error(`not one trial:\n${stderr}`)
  return join(trials, first)
}
