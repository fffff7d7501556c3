import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { backhoe } from '../cli/backhoe.ts'
import { Scratch } from './scratch.ts'

const LAB = 'test/run/labs/silent.lab.ts'
/** Second of the lab's clock at which a virtual guest boots. */
const EPOCH_NS = 1_700_000_000n * 1_000_000_000n
/** 1472 bytes of UDP payload, its header, that of IPv4 and that of Ethernet. */
const LONGEST_BYTES = 1472 + 8 + 20 + 14

test('a recording opens in Wireshark: every cable, whole frames in order, and what the cable lost', async () => {
  using scratch = new Scratch()
  const file = join(scratch.path, 'new/silent.pcapng')
  const which = ['--only', 'silent from a', '--trial', '1', '--seed', '7', '--kernel', 'virtual']
  const { code, stdout, stderr } = await backhoe(['record', LAB, ...which, '-o', file, '--out', scratch.path])
  expect(code, stderr).toBe(0)
  expect(stdout).toMatch(/^recorded: \d+ frames on 2 cables in .* of the lab, the fault after .*\n.*silent\.pcapng\n$/)

  const info = execFileSync('capinfos', [file], { encoding: 'utf8' })
  expect(info).toMatch(/^File timestamp precision: +nanoseconds \(9\)$/m)
  expect(info).toMatch(/^Strict time order: +True$/m)
  expect(info).toMatch(/^Capture application: +Backhoe \d/m)
  expect([...info.matchAll(/^ +Name = (.*)$/gm)].map(([, name]) => name)).toEqual(['a:eth0--b:eth0', 'a:eth1--b:eth1'])

  const frames = framesOf(file)
  // Nothing is cut off, and the long ones are whole.
  expect(frames.filter(({ length, captured }) => length !== captured)).toEqual([])
  expect(Math.max(...frames.map(({ length }) => length))).toBe(LONGEST_BYTES)

  // The journal counts by probes, the capture by frames: what a sent and b never saw is what was lost, and b's own frames all arrived.
  const events = scratch.events()
  const lost = events.flatMap((event) =>
    event.ev === 'stream' && event.direction === 'forward' ? event.lost.map(([from, to]) => to - from + 1) : [],
  )
  const probes = frames.filter(({ length }) => length === LONGEST_BYTES)
  const onlyAtA = probes.filter(({ comment }) => comment.includes('at a:eth0 only'))
  expect(new Set(onlyAtA.map(({ from }) => from))).toEqual(new Set(['10.9.0.1']))
  expect(onlyAtA).toHaveLength(lost.reduce((sum, count) => sum + count, 0))
  expect(onlyAtA.length).toBeGreaterThan(90)
  expect(frames.filter(({ comment }) => comment.includes('at b:eth0 only'))).toEqual([])

  // Each remark stands at the first frame since its instant.
  for (const [ev, text] of [
    ['inject', 'fault: a:eth0--b:eth0: '],
    ['heal', 'healed ('],
  ] as const) {
    const event = events.find((one) => one.ev === ev)
    if (event === undefined || !('beforeNs' in event)) throw new Error(`no ${ev}`)
    const first = frames.find(({ atNs }) => atNs >= event.beforeNs)
    expect(frames.filter(({ comment }) => comment.includes(text))).toEqual([first])
  }
})

test('what cannot be recorded is refused before a guest starts, all at once', async () => {
  using scratch = new Scratch()
  const texts: string[] = []
  for (const args of [
    [LAB, '-o', 'lab.ts'],
    [LAB, '--only', 'cut', '-o', '/proc/x.pcapng'],
    [LAB, '--only', 'cut', '--trial', '2'],
  ]) {
    const { code, stdout, stderr } = await backhoe(['record', ...args, '--kernel', 'virtual', '--out', scratch.path])
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' })
    texts.push(`$ backhoe record ${args.join(' ')}\n${stderr}`)
  }
  await expect(texts.join('\n')).toMatchFileSnapshot('../golden/errors/record.txt')
  expect(existsSync(join(scratch.path, 'latest'))).toBe(false)
})

interface Frame {
  /** On the journal's clock. */
  readonly atNs: number
  readonly length: number
  readonly captured: number
  readonly from: string
  readonly comment: string
}

function framesOf(file: string): Frame[] {
  const fields = ['frame.time_epoch', 'frame.len', 'frame.cap_len', 'ip.src', 'frame.comment']
  const argv = ['-n', '-r', file, '-T', 'fields', ...fields.flatMap((field) => ['-e', field])]
  const text = execFileSync('tshark', argv, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [stamp = '', length, captured, from = '', comment = ''] = line.split('\t')
      return {
        atNs: Number(BigInt(stamp.replace('.', '')) - EPOCH_NS),
        length: Number(length),
        captured: Number(captured),
        from,
        comment,
      }
    })
}

test('a recording that the disk has no room for leaves no half of it', async () => {
  using scratch = new Scratch()
  const script = 'mount -t tmpfs -o size=16k none /mnt && "$@"; code=$?; ls /mnt; exit $code'
  const under = ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c', script, 'sh']
  const which = ['--only', 'silent from a', '--seed', '7', '--kernel', 'virtual', '--quiet']
  const args = ['record', LAB, ...which, '-o', '/mnt/x.pcapng', '--out', scratch.path]
  const { code, stdout, stderr } = await backhoe(args, { under })
  expect({ code, stdout }).toEqual({ code: 70, stdout: '' })
  await expect(stderr).toMatchFileSnapshot('../golden/errors/record-disk-full.txt')
})
