import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { JournalEvent } from '../../src/model/journal.ts'
import { backhoe } from '../cli/backhoe.ts'
import { Scratch } from './scratch.ts'

/** Magic of a pcap file with nanosecond stamps; microseconds would be 0xa1b2c3d4. */
const NANOSECONDS = 0xa1b2_3c4d
/** Second of the lab's clock at which a virtual guest boots; its agent counts from the same second. */
const EPOCH_NS = 1_700_000_000n * 1_000_000_000n
/** 200 ms between advertisements, and a few microseconds. */
const INTERVAL_NS = 201e6

test('a trial comes back with captures of every cable, and they show the fault', async () => {
  using scratch = new Scratch()
  const lab = 'test/conformance/labs/gateway.lab.ts'
  const which = ['--only', 'active lan', '--trial', '3', '--seed', '7', '--kernel', 'virtual']
  const { stderr } = await backhoe(['run', lab, ...which, '--pcap', '--out', scratch.path])
  const folder = join(scratch.path, 'latest/trials/0-3/pcap')
  const files = readdirSync(folder)
  expect(files, stderr).toHaveLength(14)
  for (const file of files) {
    expect(readFileSync(join(folder, file)).readUInt32LE(0), file).toBe(NANOSECONDS)
    expect(stampsOf(join(folder, file)).length, file).toBeGreaterThan(10)
  }

  const events = scratch
    .latest('journal.ndjson')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalEvent)
  const [from, to] = (['inject', 'heal'] as const).map((ev) => {
    const event = events.find((one) => one.ev === ev)
    if (event === undefined || !('beforeNs' in event)) throw new Error(`no ${ev}`)
    return event.beforeNs
  })
  const adverts = (file: string): number[] => stampsOf(join(folder, file), 'proto', '112')
  const during = (stamps: readonly number[]): number[] => stamps.filter((ns) => ns > (from ?? 0) && ns < (to ?? 0))

  for (const end of ['a', 'b']) {
    const cut = `r2:lan--sw2:eth2-${end}.pcap`
    // The cable of the active router is still while it is cut, and it speaks until then and again after it.
    expect(during(stampsOf(join(folder, cut)))).toEqual([])
    expect(Math.min(...adverts(cut).map((ns) => Math.abs(ns - (from ?? 0))))).toBeLessThan(INTERVAL_NS)
    expect(Math.max(...adverts(cut))).toBeGreaterThan(to ?? Infinity)
    // The backup speaks as soon as it has taken over: 2A + skew to 3A + skew after the last advertisement that it heard.
    const [first = 0] = during(adverts(`r1:lan--sw1:eth2-${end}.pcap`))
    expect(first - (from ?? 0)).toBeGreaterThan(400e6)
    expect(first - (from ?? 0)).toBeLessThan(730e6)
  }
})

/** When each packet that matches was seen, on the journal's clock. */
function stampsOf(file: string, ...filter: readonly string[]): number[] {
  const argv = ['-r', file, '-n', '-tt', '--time-stamp-precision=nano', ...filter]
  const text = execFileSync('tcpdump', argv, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  return [...text.matchAll(/^(\d+)\.(\d{9}) /gm)].map(([, seconds = '', fraction = '']) =>
    Number(BigInt(seconds + fraction) - EPOCH_NS),
  )
}
