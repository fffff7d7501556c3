import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { splitTrials } from '../../src/journal/trials.ts'
import type { JournalBody, JournalEvent, SessionRecord } from '../../src/model/journal.ts'
import { summarySchema, type Summary } from '../../src/report/schema.ts'
import { framesOf, type Frame } from '../observe/frames.ts'
import { backhoe } from '../cli/backhoe.ts'
import { Scratch } from './scratch.ts'

const EXPERIMENTS = ['server down', 'client down', 'server hangs', 'client hangs'] as const
type Name = (typeof EXPERIMENTS)[number]

const scratch = new Scratch()
let summary: Summary
let trials: readonly (readonly JournalEvent[])[] = []

beforeAll(async () => {
  const lab = 'test/fixtures/labs/power.lab.ts'
  const { stderr } = await backhoe(['run', lab, '--trial', '0', '--seed', '7', '--pcap', '--out', scratch.path])
  summary = summarySchema.parse(JSON.parse(scratch.latest('summary.json')))
  trials = splitTrials(scratch.events())
  expect(trials.length, stderr).toBeGreaterThanOrEqual(EXPERIMENTS.length)
})
afterAll(() => {
  scratch[Symbol.dispose]()
})

/** Of the first port of the lab's first node: what it sends, and not what reaches it first when there is light. */
const HOST_MAC = 0x020000000000

/** Second of the lab's clock at which a virtual guest boots; its agent counts from the same second. */
const EPOCH = '1700000000'

class Told {
  readonly #name: Name

  constructor(name: Name) {
    this.#name = name
  }

  all<Ev extends JournalBody['ev']>(ev: Ev): Extract<JournalEvent, { ev: Ev }>[] {
    const number = EXPERIMENTS.indexOf(this.#name)
    const events = trials.find(([start]) => start?.ev === 'start' && start.experiment === number && start.trial === 0)
    return (events ?? []).filter((event): event is Extract<JournalEvent, { ev: Ev }> => event.ev === ev)
  }

  get trial(): Summary['experiments'][number]['trials'][number] {
    const found = summary.experiments.find(({ name }) => name === this.#name)?.trials[0]
    return found ?? expect.unreachable(this.#name)
  }

  session(name: string): SessionRecord {
    return this.all('session').find((one) => one.name === name) ?? expect.unreachable(name)
  }

  get injectedNs(): number {
    return this.all('inject')[0]?.beforeNs ?? NaN
  }

  get healedNs(): number {
    return this.all('heal')[0]?.beforeNs ?? NaN
  }

  /** Frames of the cable at this node's port, as its own end of the cable sees them. */
  frames(cable: string): readonly Frame[] {
    const folder = join(scratch.path, `latest/trials/${String(EXPERIMENTS.indexOf(this.#name))}-0/pcap`)
    const file = readdirSync(folder).find((name) => name.startsWith(cable)) ?? expect.unreachable(cable)
    return framesOf(join(folder, file), EPOCH)
  }
}

const [SYN, RST] = [0x02, 0x04]
interface Segment {
  readonly t: number
  readonly from: string
  readonly fromPort: number
  readonly toPort: number
  readonly flags: number
}

const segmentsOf = (frames: readonly Frame[]): Segment[] =>
  frames.flatMap(({ t, bytes }) => {
    if (bytes.readUInt16BE(12) !== 0x0800 || bytes[23] !== 6) return []
    const at = 14 + ((bytes[14] ?? 0) & 0xf) * 4
    const from = [...bytes.subarray(26, 30)].join('.')
    return [
      { t, from, fromPort: bytes.readUInt16BE(at), toPort: bytes.readUInt16BE(at + 2), flags: bytes[at + 13] ?? 0 },
    ]
  })

/** `10.0.1.101:40000-10.0.2.101:7000` */
const portsOf = (record: SessionRecord): readonly [client: string, clientPort: number, serverPort: number] => {
  const [client = '', port = '', , server = ''] = record.connections[0]?.tuple.split(/[:-]/) ?? []
  return [client, Number(port), Number(server)]
}

test.each(EXPERIMENTS)('%s: the fault was live, and nothing of it is left', (name) => {
  const { fault, doubts } = new Told(name).trial
  expect({ proof: fault.proof, doubts }).toMatchObject({ proof: { live: true, removed: true }, doubts: [] })
})

test.each(['ssh', 'copy'])(
  'a server that lost its power knows nothing of %s: it answers with a reset, and is another boot',
  (name) => {
    const told = new Told('server down')
    const record = told.session(name)
    expect(told.trial.sessions.find((one) => one.name === name)?.verdict).toBe('restarted')
    const [first, second] = record.connections
    expect(first?.closedBy).toBe('peer-reset')
    expect(second?.bootNonce).not.toBe(first?.bootNonce)
    const [, clientPort, serverPort] = portsOf(record)
    const old = segmentsOf(told.frames('server_eth0')).filter(
      (one) => one.t > told.injectedNs && one.fromPort === serverPort && one.toPort === clientPort,
    )
    // Nothing of the connection leaves it, neither while it dies nor afterwards, but the reset that answers a retransmission.
    expect(old.length).toBeGreaterThan(0)
    for (const { t, flags } of old) {
      expect(flags & RST).toBe(RST)
      expect(t).toBeGreaterThan(told.healedNs)
    }
  },
)

test.each(['ssh', 'copy'])('a client that lost its power forgets %s, and begins anew when it has booted', (name) => {
  const told = new Told('client down')
  const record = told.session(name)
  expect(told.trial.sessions.find((one) => one.name === name)?.verdict).toBe('restarted')
  expect(record.clientStarts).toBe(2)
  expect(record.connections[0]?.closedBy).toBe('power')
  const [client, clientPort] = portsOf(record)
  const sent = segmentsOf(told.frames('host_eth0')).filter(({ t, from }) => t > told.injectedNs && from === client)
  // Not even in answer to what the server sends again: such a segment is answered by a reset alone.
  for (const { flags } of sent.filter(({ fromPort }) => fromPort === clientPort)) expect(flags & RST).toBe(RST)
  // The program starts with the light; its first segment waits for the answer of its gateway to one ARP question.
  const [dialled] = sent.filter(({ flags, toPort }) => flags === SYN && toPort === portsOf(record)[2])
  expect((dialled?.t ?? NaN) - told.healedNs).toBeGreaterThan(0)
  expect((dialled?.t ?? NaN) - told.healedNs).toBeLessThan(50e6)
})

test('what a dead client would have sent was never sent: its outage lasts until there is light, and no longer', () => {
  const told = new Told('client down')
  const flow = told.trial.flows.find(({ direction }) => direction === 'forward') ?? expect.unreachable()
  // Packets that had waited for their gateway's answer in the dark would make it shorter by up to 200 ms (overdue).
  expect(flow.atLeastMs).toBeGreaterThan((told.healedNs - told.injectedNs) / 1e6 - flow.errorMs)
  // And a question that was asked in the dark would make it longer by up to a second.
  expect(flow.reversionOutageMs).toBeLessThan(50)
  // It has to ask for its gateway first: no entry of a neighbour has survived.
  const [first] = told
    .frames('host_eth0')
    .filter(({ t, bytes }) => t > told.healedNs && bytes.readUIntBE(6, 6) === HOST_MAC)
    .filter(({ bytes }) => bytes.readUInt16BE(12) !== 0x86dd)
  expect(first?.bytes.readUInt16BE(12)).toBe(0x0806)
})

test.each([
  ['server hangs', 'ssh'],
  ['server hangs', 'copy'],
  ['client hangs', 'ssh'],
  ['client hangs', 'copy'],
] as const)('%s: %s stands still for as long, and its kernel goes on', (name, session) => {
  const told = new Told(name)
  const { verdict, stallMs } = told.trial.sessions.find((one) => one.name === session) ?? expect.unreachable()
  const record = told.session(session)
  // The kernel has acknowledged all that came: no segment was sent again, and the connection is the same.
  expect({ verdict, connections: record.connections.length }).toEqual({ verdict: 'survived', connections: 1 })
  expect(record.connections[0]?.retransmits).toBe(0)
  const heldMs = (told.healedNs - told.injectedNs) / 1e6
  // An echo each 100 ms, a write each 10: the last before the fault is up to so old, the next comes up to so late.
  expect(stallMs).toBeGreaterThan(heldMs - 5)
  expect(stallMs).toBeLessThan(heldMs + 250)
  for (const flow of told.trial.flows) expect(flow.outcome).toBe('untouched')
})

// One guest, and 14 s of virtual time: 5 s.
test('a router that lost its power holds no connection that it has translated, and no address or route by hand', async () => {
  using own = new Scratch()
  const { stderr } = await backhoe(['run', 'test/fixtures/labs/router-power.lab.ts', '--trial', '0', '--out', own.path])
  const [trial] = summarySchema.parse(JSON.parse(own.latest('summary.json'))).experiments[0]?.trials ?? []
  expect(trial, stderr).toMatchObject({ doubts: [], fault: { proof: { live: true, removed: true } } })
  const boots = own
    .latest('nodes/router/by-hand.log')
    .split(/^boot: /m)
    .slice(1)
  // What it finds when it starts, with no packet on its way to it yet; and what it has held by the end: two streams.
  for (const boot of boots) expect(boot).toMatch(/^1 addresses, 0 routes by hand, 0 connections$/m)
  expect(boots.map((boot) => boot.trimEnd().split('\n').at(-1))).toEqual(
    boots.map(() => 'later: 2 addresses, 1 routes by hand, 2 connections'),
  )
  expect(boots).toHaveLength(2)
})
