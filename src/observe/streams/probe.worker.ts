import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { groupBy } from '../../model/group-by.ts'
import type { StreamRecord } from '../../model/journal.ts'
import type { Ns } from '../../model/time.ts'
import { Clock } from '../../linux/clock.ts'
import { Arrivals, type Departures } from './account.ts'
import { Datagrams } from '../../linux/datagrams.ts'
import { isWhole, packetBytes, readProbe } from './packet.ts'
import type { AccountSpan, ProbeReport, ProbeSetup, ProbeStream } from './probe-messages.ts'
import { askerText, Tick } from './ticks.ts'
import { Windows } from './windows.ts'
import { runFirst } from '../../linux/priority.ts'

/** Stamps are the kernel's, so draining late loses nothing: the less often, the fewer system calls. */
const DRAIN_NS = 1e9
/** What the receivers' buffers hold with ease. */
const DRAIN_PACKETS = 8192
/** Draining makes the next departures late, by 0.3 ms where so many wait in virtual time. Closer departures cannot afford that. */
const CLOSE_NS = 0.5e6
const DRAIN_CLOSE_PACKETS = 512
/** What arrives after the last departure is looked for so often, and once at least. */
const STRAGGLERS_NS = 1e9
const START_NS = 1e6
/** A service at a virtual address looks for requests so often, at most: it answers from where they arrive. */
const LOOK_NS = 0.5e6

/** struct cmsghdr and the struct timespec in it. */
const CONTROL_BYTES = 32
const STAMP_AT = 16

const setup = workerData as ProbeSetup
const clock = new Clock(setup.epochSeconds)
const epochSeconds = Number(setup.epochSeconds)
const arrivals = setup.streams.map(({ overdueNs }) => new Arrivals(overdueNs))
const largest = Math.max(...setup.streams.map(({ sizeBytes }) => packetBytes(sizeBytes)))
const inbox = new Datagrams(256, { name: 0, payload: largest, control: CONTROL_BYTES })

const report = (message: ProbeReport): void => parentPort?.postMessage(message)

/** An arrival at one of several nodes: their sockets are read one after the other. */
interface Elsewhere {
  readonly stream: number
  readonly sequence: number
  readonly delayNs: Ns
  readonly atNs: Ns
  /** Its number among them. */
  readonly node: number
}
const elsewhere: Elsewhere[] = []

/** By asker of a service at a virtual address: the number of the node at which its last packet arrived. */
const served = new Map<string, number>()
const askers = setup.streams.map(({ flow, from, to }) => (to.isVirtual === true ? askerText(flow, from.address) : null))
const serviceFds = [
  ...new Set(setup.streams.flatMap(({ to, receiverFds }) => (to.isVirtual === true ? receiverFds : []))),
]

function drain(fds: readonly number[] = setup.receiverFds): void {
  for (const fd of fds) {
    for (let count = inbox.count; count === inbox.count;) {
      count = inbox.receive(fd)
      for (let slot = 0; slot < count; slot++) take(slot, fd)
    }
  }
  elsewhere.sort((a, b) => a.atNs - b.atNs)
  for (const { stream, sequence, delayNs, atNs, node } of elsewhere.splice(0)) {
    arrivals[stream]?.arrived(sequence, delayNs, atNs)
    const asker = askers[stream]
    if (asker != null) served.set(asker, node)
  }
}

function take(slot: number, fd: number): void {
  const at = inbox.payloadAt(slot)
  if (!isWhole(inbox.view, at, inbox.lengthOf(slot))) return
  const probe = readProbe(inbox.view, at)
  const plan = setup.streams[probe.stream]
  // A raw socket sees the node's other UDP traffic too, and one without a device that of every device.
  if (plan?.receiverFds.includes(fd) !== true || plan.from.port !== probe.fromPort || plan.to.port !== probe.toPort)
    return
  const stamp = inbox.controlAt(slot) + STAMP_AT
  const atNs = (inbox.view.getUint32(stamp, true) - epochSeconds) * 1e9 + inbox.view.getUint32(stamp + 8, true)
  const { stream, sequence } = probe
  const delayNs = atNs - probe.departedNs
  if (plan.receiverFds.length > 1)
    elsewhere.push({ stream, sequence, delayNs, atNs, node: plan.receiverFds.indexOf(fd) })
  else arrivals[stream]?.arrived(sequence, delayNs, atNs)
}

function makeTicks(firstNs: Ns): Tick[] {
  const rates = groupBy([...setup.streams.entries()], ([, stream]) => stream.ratePps)
  return rates.map((streams) => new Tick(streams, firstNs, Math.round(1e9 / (streams[0]?.[1].ratePps ?? 1))))
}

/** Each stream with its account, in the order of the streams. */
function accounts(ticks: readonly Tick[]): { stream: ProbeStream; departures: Departures; arrivals: Arrivals }[] {
  const found = ticks.flatMap(({ streams, departures }) => streams.map(([number]) => [number, departures] as const))
  const departuresOf = new Map(found)
  return setup.streams.flatMap((stream, number) => {
    const [gone, come] = [departuresOf.get(number), arrivals[number]]
    return gone === undefined || come === undefined ? [] : [{ stream, departures: gone, arrivals: come }]
  })
}

const nameOf = ({ flow, direction, stream }: ProbeStream): Pick<StreamRecord, 'flow' | 'direction' | 'stream'> => ({
  flow,
  direction,
  stream,
})

/** Nothing leaves any more. A packet is called lost only once it can arrive no longer. */
function awaitStragglers(ticks: readonly Tick[], stoppedNs: Ns): void {
  const sinceNs = stoppedNs - setup.fateKnownNs
  const isAwaited = (): boolean =>
    accounts(ticks).some(({ departures, arrivals }) => arrivals.isAwaited(departures, sinceNs))
  do {
    clock.sleepUntil(clock.now() + STRAGGLERS_NS)
    drain()
  } while (clock.now() < stoppedNs + setup.fateKnownNs && isAwaited())
}

/** The next departure of all rates, by this thread; how many packets have left. */
function sendNext(ticks: readonly Tick[]): number {
  const tick = ticks.reduce((next, other) => (other.departures.dueNs < next.departures.dueNs ? other : next))
  clock.sleepUntil(tick.departures.dueNs)
  const nowNs = clock.now()
  if (tick.answers && nowNs >= lookNs) {
    drain(serviceFds)
    lookNs = nowNs + LOOK_NS
  }
  tick.send(nowNs, served)
  return tick.streams.length
}
let lookNs = 0

function run(): void {
  runFirst()
  Clock.precise()
  const ticks = makeTicks(clock.now() + START_NS)
  const isClose = ticks.some(({ departures }) => departures.stepNs < CLOSE_NS)
  const drainPackets = isClose ? DRAIN_CLOSE_PACKETS : DRAIN_PACKETS
  report({ report: 'started' })
  let asked = 0
  let drainNs = clock.now() + DRAIN_NS
  let undrained = 0
  let windows = setup.virtualTime ? Windows.open(ticks, clock) : null
  for (;;) {
    undrained += windows?.pass() ?? sendNext(ticks)
    if (windows?.isLate === true) {
      undrained += windows.finish()
      windows = null
    }
    if (Atomics.load(setup.control, 1) === 1) break
    const nowNs = clock.now()
    const question = Atomics.load(setup.control, 0)
    if (question === asked && nowNs < drainNs && undrained < drainPackets) continue
    drain()
    undrained = 0
    drainNs = nowNs + DRAIN_NS
    if (question === asked) continue
    asked = question
    const span = askedSpan()
    if (span !== null) {
      report({ report: 'account', asked, records: recordsOf(ticks, span, nowNs) })
      continue
    }
    const quality = accounts(ticks).map(({ stream, departures, arrivals }) => ({
      ...nameOf(stream),
      sent: departures.sent,
      received: arrivals.received,
      lastLossNs: arrivals.lastLossNs(departures, nowNs),
      firstReceivedNs: arrivals.firstReceivedNs,
    }))
    report({ report: 'quality', asked, quality })
  }
  windows?.finish()
  awaitStragglers(ticks, clock.now())
  const records = accounts(ticks).map(({ stream, departures, arrivals }) => arrivals.record(departures, nameOf(stream)))
  report({ report: 'records', records })
}

/** null: the question is how the streams are by now. */
const askedSpan = (): AccountSpan | null =>
  parentPort === null ? null : ((receiveMessageOnPort(parentPort)?.message as AccountSpan | undefined) ?? null)

const recordsOf = (ticks: readonly Tick[], { sinceNs, untilNs }: AccountSpan, nowNs: Ns): readonly StreamRecord[] =>
  accounts(ticks).map(({ stream, departures, arrivals }) => {
    const from = departures.dueSince(sinceNs)
    const to = departures.dueSince(untilNs ?? arrivals.certainNs(nowNs))
    return arrivals.record(departures, nameOf(stream), from, to)
  })

run()
