import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { backhoe, ROOT } from '../cli/backhoe.ts'
import { Scratch } from '../run/scratch.ts'
import type { Kind } from './findings.ts'
import { examine, opinionOf } from './opinion.ts'

const own = (name: string): string => `test/opinion/labs/${name}.lab.ts`

const PROVE = process.env['PROVE'] === '1'

type Captured = readonly [lab: string, experiment: string, shows: readonly Kind[]]

/** What shows nothing that another does not show as well. */
const ALIKE: readonly Captured[] = [
  [own('vlan-missing'), 'the active leg is cut', ['leg']],
  [own('stp'), 'the uplink in use is cut', ['BPDU']],
]

/** One experiment of each mechanism, and what its captures must show besides the packets; 80 s of the CPU in all. */
const LABS: readonly Captured[] = [
  ...(PROVE ? ALIKE : []),
  ['test/conformance/labs/gateway.lab.ts', 'active lan', ['advertisement', 'gratuitous ARP', 'phase']],
  ['test/proof/labs/miimon100.lab.ts', 'the active leg is cut', ['leg', 'gratuitous ARP']],
  [own('arp-monitor'), 'the active leg goes silent', ['leg', 'gratuitous ARP']],
  [own('flap'), 'leg 1 flaps four times', ['leg', 'gratuitous ARP']],
  [own('lacp'), 'leg 1 goes silent towards the host', ['LACPDU', 'phase']],
  [own('mlag'), 'a switch dies', ['LACPDU']],
  [own('rstp'), 'the uplink in use is cut', ['BPDU']],
  [own('impair'), 'everything at once', []],
  [own('dual-uplink'), 'the access line of provider A is cut', ['advertisement', 'gratuitous ARP']],
  [own('leaf-spine'), 'a cable is silent', ['BGP', 'BFD', 'route']],
  [own('router-pair'), 'a cable is cut', ['OSPF', 'route']],
  ['test/proof/labs/tracked-route.lab.ts', 'it falls silent one way', ['BFD', 'route']],
  [own('campus'), 'the gateway of VLAN 10 loses its LAN cable', ['advertisement', 'LACPDU', 'BPDU', 'leg', 'phase']],
]

test.each(LABS)('%s, %s: the journal says what the cables carried', async (lab, experiment, shows) => {
  using scratch = new Scratch()
  const [trial = '', ...others] = await captured(scratch, lab, ['--only', experiment])
  expect(others).toEqual([])
  const { disagreements, compared } = await examine(trial)
  expect(disagreements).toEqual([])
  // Where nothing was compared, nothing could disagree.
  for (const kind of ['packet', ...shows] as const) expect(compared.get(kind) ?? 0, kind).toBeGreaterThan(0)
})

// What configures itself runs in containers, which have a program of their own against them (test/containerlab).
const SHIPPED = PROVE
  ? readdirSync(join(ROOT, 'labs')).filter((name) => name.endsWith('.ts') && !name.startsWith('containerlab-'))
  : []

test.each(SHIPPED)('labs/%s: the journal says what the cables carried, in every experiment', async (lab) => {
  using scratch = new Scratch()
  for (const trial of await captured(scratch, `labs/${lab}`, [])) expect(await opinionOf(trial), trial).toEqual([])
})

// One packet is enough: else an agreement would prove nothing.
test('an account that is wrong by one packet is contradicted', async () => {
  using scratch = new Scratch()
  const [trial = ''] = await captured(scratch, 'test/conformance/labs/gateway.lab.ts', ['--only', 'active lan'])
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

/** The folders of the first trial of each experiment that is run. */
async function captured(scratch: Scratch, lab: string, which: readonly string[]): Promise<readonly string[]> {
  const options = ['--trial', '0', '--seed', '12', '--kernel', 'virtual', '--pcap', '--out', scratch.path]
  const { stderr } = await backhoe(['run', lab, ...which, ...options])
  const trials = join(scratch.path, 'latest/trials')
  const names = readdirSync(trials)
  if (names.length === 0) throw new Error(`no trial left captures:\n${stderr}`)
  return names.map((name) => join(trials, name))
}
