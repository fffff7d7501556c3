import { Worker } from 'node:worker_threads'
import { SHARED } from '../../model/job.ts'
import type { StreamRecord } from '../../model/journal.ts'
import { nodesWith, type FlowPlan, type SocketPlan } from '../../model/plan.ts'
import { fail, type Problem } from '../../model/problem.ts'
import type { Ns } from '../../model/time.ts'
import type { Clock } from '../../linux/clock.ts'
import { check } from '../../linux/libc.ts'
import type { Namespaces } from '../../linux/netns.ts'
import { attachFilter, NOTHING } from '../../linux/socket-filter.ts'
import type { AccountSpan, ProbeReport, ProbeSetup, ProbeStream, StreamQuality } from './probe-messages.ts'
import * as sockets from '../../linux/sockets.ts'

const IPPROTO_RAW = 255
const IPPROTO_UDP = 17
const BUFFER_BYTES = 64 << 20

interface OpenSocket {
  readonly node: string
  readonly fd: number
  readonly receives: boolean
  /** Another of the same kind. */
  readonly open: () => number
}

export interface ProbeOptions {
  readonly namespaces: Namespaces
  readonly clock: Clock
  /** The clock stands still while programs run. */
  readonly virtualTime: boolean
  readonly flows: readonly FlowPlan[]
  /** A packet that has not arrived so long after it left will not arrive. */
  readonly fateKnownNs: Ns
}

/**
 * The probes of every node: one worker thread sends on all streams and keeps the sender's account.
 * Packets are written whole, by one raw socket for each source address of a node: all its streams of a tick are one
 * system call. They are read whole too, some hundred at once. UDP sockets only hold the ports, so that nothing is
 * answered by ICMP.
 */
export class ProbeStreams {
  readonly #worker: Worker | null
  readonly #control: Int32Array
  readonly #sockets: readonly OpenSocket[]
  /** Packets that found no room in sockets that are closed. */
  #dropped = 0
  readonly #waiting = new Map<string, (report: ProbeReport) => void>()

  private constructor(setup: ProbeSetup, sockets: readonly OpenSocket[]) {
    this.#control = setup.control
    this.#sockets = sockets
    this.#worker = setup.streams.length === 0 ? null : new Worker(`${SHARED.in}/probe.cjs`, { workerData: setup })
    this.#worker?.on('message', (report: ProbeReport) => {
      this.#waiting.get(keyOf(report))?.(report)
      this.#waiting.delete(keyOf(report))
    })
    // Without an account from now on: the trial is over, whether somebody waits for a report or not.
    this.#worker?.on('error', (error) => {
      throw error
    })
  }

  /**
   * Opens every socket in its node's namespace and begins to send.
   * @throws LibcError where an address, a port or a device is not there
   */
  static async start({ namespaces, clock, virtualTime, flows, fateKnownNs }: ProbeOptions): Promise<ProbeStreams> {
    const opened = new Map<string, OpenSocket>()
    const once = (node: string, key: string, receives: boolean, open: () => number): number => {
      const socket = opened.get(key) ?? { node, fd: open(), receives, open }
      opened.set(key, socket)
      return socket.fd
    }
    const streams: ProbeStream[] = []
    for (const flow of flows) {
      const counts = { forward: 0, backward: 0 }
      for (const plan of flow.streams) {
        const { from, to, direction } = plan
        const senderFds = nodesWith(from).map((node) =>
          once(node, `sender ${node} ${from.address} ${from.device ?? ''}`, false, () =>
            openSender(namespaces, { ...from, node }),
          ),
        )
        const ends = nodesWith(to).map((node) => ({ ...to, node }))
        const receiverFds = ends.map((end) =>
          once(end.node, `receiver ${end.node} ${end.device ?? ''}`, true, () => openReceiver(namespaces, end)),
        )
        for (const end of ends) {
          const port = `port ${end.node} ${end.address} ${String(end.port)}`
          once(end.node, port, false, () => holdPort(namespaces, end))
        }
        const { name, ratePps, sizeBytes, overdueNs } = flow
        streams.push({
          ...plan,
          flow: name,
          stream: counts[direction]++,
          ratePps,
          sizeBytes,
          overdueNs,
          senderFds,
          receiverFds,
        })
      }
    }
    const control = new Int32Array(new SharedArrayBuffer(8))
    const all = [...opened.values()]
    const receiverFds = all.filter(({ receives }) => receives).map(({ fd }) => fd)
    const { epochSeconds } = clock
    const probes = new ProbeStreams({ epochSeconds, virtualTime, streams, receiverFds, fateKnownNs, control }, all)
    await probes.#expect('started')
    return probes
  }

  /** The running account of every stream, up to now. */
  async quality(): Promise<readonly StreamQuality[]> {
    const asked = Atomics.add(this.#control, 0, 1) + 1
    const report = await this.#expect(`quality ${String(asked)}`)
    return report?.report === 'quality' ? report.quality : []
  }

  /** What the streams have lost in a part of the time. Nothing else may be asked meanwhile. */
  async account(span: AccountSpan): Promise<readonly StreamRecord[]> {
    this.#worker?.postMessage(span)
    const asked = Atomics.add(this.#control, 0, 1) + 1
    const report = await this.#expect(`account ${String(asked)}`)
    return report?.report === 'account' ? report.records : []
  }

  /**
   * The node's namespace is another, and nothing has arrived there since: sockets of the same kind take the place of those
   * that are open in the former one, under their numbers.
   */
  async reopen(node: string): Promise<void> {
    const here = this.#sockets.filter((socket) => socket.node === node)
    if (here.length === 0) return
    // What arrived in the former one is taken first.
    await this.quality()
    for (const socket of here) {
      this.#dropped += overflowed(socket)
      const fresh = socket.open()
      check('dup2', fresh, socket.fd)
      check('close', fresh)
    }
  }

  /**
   * Stops sending, waits until everything that is still on its way has arrived or is known to be lost, and closes the account.
   * @throws BackhoeError where packets arrived that nobody had room for: they would pass for lost ones
   */
  async stop(): Promise<readonly StreamRecord[]> {
    Atomics.store(this.#control, 1, 1)
    const report = await this.#expect('records')
    for (const socket of this.#sockets) this.#dropped += overflowed(socket)
    for (const { fd } of this.#sockets) check('close', fd)
    if (this.#dropped > 0) fail(overran(this.#dropped), 70)
    return report?.report === 'records' ? report.records : []
  }

  async #expect(key: string): Promise<ProbeReport | null> {
    if (this.#worker === null) return null
    return new Promise((resolve) => this.#waiting.set(key, resolve))
  }
}

/** What arrived and found no room would pass for lost. */
export const overran = (dropped: number): Problem => ({
  code: 'probes-overran',
  what: `${String(dropped)} packets arrived that the probes had no room for: the machine was too busy to take them in time`,
  next: 'run fewer trials at once, or give the flows a lower rate',
})

const keyOf = (report: ProbeReport): string =>
  'asked' in report ? `${report.report} ${String(report.asked)}` : report.report

const overflowed = ({ fd, receives }: OpenSocket): number => (receives ? sockets.overflowed(fd) : 0)

/**
 * Bound: the header that it writes says nothing to the routing, whose rules go by the socket's address (raw_sendmsg). From a
 * virtual address the kernel writes the IPv4 header: a socket that writes its own sends from any address (inet_sk_flowi_flags).
 */
function openSender(namespaces: Namespaces, { node, address, device, isVirtual }: SocketPlan): number {
  return namespaces.within(node, () => {
    const fd = check('socket', sockets.AF_INET, sockets.SOCK_RAW, isVirtual === true ? IPPROTO_UDP : IPPROTO_RAW)
    if (isVirtual === true) {
      sockets.mayLackAddress(fd)
      attachFilter(fd, NOTHING)
    }
    sockets.setOption(fd, sockets.SO_SNDBUFFORCE, BUFFER_BYTES)
    sockets.bindToDevice(fd, device)
    sockets.bindTo(fd, address, 0)
    return fd
  })
}

function openReceiver(namespaces: Namespaces, { node, device }: SocketPlan): number {
  return namespaces.within(node, () => {
    const fd = check('socket', sockets.AF_INET, sockets.SOCK_RAW, IPPROTO_UDP)
    sockets.setOption(fd, sockets.SO_RCVBUFFORCE, BUFFER_BYTES)
    sockets.setOption(fd, sockets.SO_TIMESTAMPNS, 1)
    sockets.bindToDevice(fd, device)
    return fd
  })
}

function holdPort(namespaces: Namespaces, { node, address, port, device, isVirtual }: SocketPlan): number {
  return namespaces.within(node, () => {
    const fd = check('socket', sockets.AF_INET, sockets.SOCK_DGRAM, 0)
    if (isVirtual === true) sockets.mayLackAddress(fd)
    attachFilter(fd, NOTHING)
    sockets.bindToDevice(fd, device)
    sockets.bindTo(fd, address, port)
    return fd
  })
}
