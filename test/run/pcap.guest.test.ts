import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
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
  const which = ['--only', 'active lan', '--trials', '4', '--trial', '3', '--seed', '7', '--kernel', 'virtual']
  const { code, stderr } = await backhoe(['run', lab, ...which, '--pcap', '--out', scratch.path])
  // One trial is there to look at: the run is not judged.
  expect(code, stderr).toBe(2)
  const folder = join(scratch.path, 'latest/trials/0-3/pcap')
  const files = readdirSync(folder)
  expect(files, stderr).toHaveLength(14)
  for (const file of files) {
    expect(readFileSync(join(folder, file)).readUInt32LE(0), file).toBe(NANOSECONDS)
    expect(stampsOf(join(folder, file)).length, file).toBeGreaterThan(10)
  }

  const events = scratch.events()
  const [from, to] = (['inject', 'heal'] as const).map((ev) => {
    const event = events.find((one) => one.ev === ev)
    if (event === undefined || !('beforeNs' in event)) throw new Error(`no ${ev}`)
    return event.beforeNs
  })
  const adverts = (file: string): number[] => stampsOf(join(folder, file), 'proto', '112')
  const during = (stamps: readonly number[]): number[] => stamps.filter((ns) => ns > (from ?? 0) && ns < (to ?? 0))

  for (const end of ['a', 'b']) {
    const cut = `r2_lan--sw2_eth2-${end}.pcap`
    // The cable of the active router is still while it is cut, and it speaks until then and again after it.
    expect(during(stampsOf(join(folder, cut)))).toEqual([])
    expect(Math.min(...adverts(cut).map((ns) => Math.abs(ns - (from ?? 0))))).toBeLessThan(INTERVAL_NS)
    expect(Math.max(...adverts(cut))).toBeGreaterThan(to ?? Infinity)
    // The backup speaks as soon as it has taken over: 2A + skew to 3A + skew after the last advertisement that it heard.
    const [first = 0] = during(adverts(`r1_lan--sw1_eth2-${end}.pcap`))
    expect(first - (from ?? 0)).toBeGreaterThan(400e6)
    expect(first - (from ?? 0)).toBeLessThan(730e6)
  }
})

test('also a cable whose port is shut at the start is captured, and every one from its first frame on', async () => {
  using scratch = new Scratch()
  const lab = 'test/run/labs/shut-ports.lab.ts'
  const { stderr } = await backhoe(['run', lab, '--trial', '0', '--seed', '1', '--pcap', '--out', scratch.path])
  const folder = join(scratch.path, 'latest/trials/0-0/pcap')
  const files = readdirSync(folder)
  // Eight cables; the legs of host and server, on sw1 and sw2, are shut until mlagd opens them.
  expect(files, stderr).toHaveLength(16)
  for (const file of files.filter((name) => name.endsWith('-a.pcap'))) {
    // A frame at the instant in which the captures are closed, one after the other, may be in one of the two alone.
    const ends = [file, file.replace('-a.pcap', '-b.pcap')].map((name) => stampsOf(join(folder, name)))
    const lastNs = Math.min(...ends.map((stamps) => stamps.at(-1) ?? 0))
    const [a, b] = ends.map((stamps) => stamps.filter((ns) => ns <= lastNs).length)
    expect(a, file).toBe(b)
  }
  // A leg speaks at the latest a poll of miimon (100 ms) and a run of LACP's machines (100 ms) after mlagd has opened it:
  // a capture that began later than that would lack its first frames.
  const opened = scratch
    .events()
    .filter((event) => event.ev === 'state' && event.watch === 'carrier' && event.from === 'down' && event.to === 'up')
  for (const leg of ['h1_eth0--sw1_h1', 'h1_eth1--sw2_h1', 's1_eth0--sw1_s1', 's1_eth1--sw2_s1']) {
    const event = opened.find((one) => 'node' in one && 'name' in one && leg.startsWith(`${one.node}_${one.name}-`))
    const [first = 0] = stampsOf(join(folder, `${leg}-b.pcap`))
    expect(first - (event?.t ?? 0), leg).toBeLessThan(300e6)
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
