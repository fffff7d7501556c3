import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import type { Ns } from '../../model/time.ts'
import { Clock } from '../clock.ts'
import { calls, check, checkNonBlocking } from '../libc.ts'
import { Datagrams } from './datagrams.ts'
import type { LinkPoll, WatchCommand, WatchReport, WatchSetup } from './watch-messages.ts'
import { PRIORITY, runFirst } from './priority.ts'
import { SIOCGSTAMPNS } from './sockets.ts'

const POLLIN = 1
const POLLFD_BYTES = 8
/** A thread that never wakes cannot be ended, and keeps the process from ending. */
const IDLE_MS = 1000
const READ_BYTES = 64 * 1024
/** struct ifinfomsg behind struct nlmsghdr. */
const INDEX_AT = 20

const setup = workerData as WatchSetup
const clock = new Clock(setup.epochSeconds)
const buffer = Buffer.alloc(READ_BYTES)
const stamp = new BigInt64Array(new ArrayBuffer(4096), 0, 2)
const sniffers = new Set<number>()
const polls: LinkPoll[] = []
const answers = new Map<string, Buffer>()
const inbox = new Datagrams(32, { name: 0, payload: 4096, control: 0 })

const report = (message: WatchReport): void => parentPort?.postMessage(message)

/** Everything that can be read now. */
function readAll(fd: number, atNs: Ns): void {
  for (;;) {
    const length = checkNonBlocking('read', fd, buffer, buffer.length)
    if (length === null || length === 0) return
    report({ report: 'read', fd, atNs, bytes: Uint8Array.prototype.slice.call(buffer, 0, length) })
  }
}

/** Asks for the links and passes on those that changed since they were asked for last. */
function ask({ fd, request }: LinkPoll, atNs: Ns): void {
  check('send', fd, request, request.length, 0)
  for (let count = inbox.count; count === inbox.count;) {
    count = inbox.receive(fd)
    for (let slot = 0; slot < count; slot++) compare(fd, slot, atNs)
  }
}

function compare(fd: number, slot: number, atNs: Ns): void {
  const at = inbox.payloadAt(slot)
  const answer = inbox.bytes.subarray(at, at + inbox.lengthOf(slot))
  const key = `${String(fd)} ${String(answer.readInt32LE(INDEX_AT))}`
  const before = answers.get(key)
  if (before?.equals(answer) === true) return
  const bytes = Buffer.from(answer)
  if (before !== undefined) report({ report: 'read', fd, atNs, bytes: Uint8Array.from(bytes) })
  answers.set(key, bytes)
}

function sniffed(fd: number): void {
  sniffers.delete(fd)
  check('recv', fd, buffer, buffer.length, 0)
  check('ioctl', fd, SIOCGSTAMPNS, stamp)
  report({ report: 'sniffed', fd, atNs: clock.fromTimespec(stamp) })
}

/** False: it is over. */
function obey(): boolean {
  check('read', setup.wakeFd, buffer, 8)
  while (parentPort !== null) {
    const received = receiveMessageOnPort(parentPort) as { readonly message: WatchCommand } | undefined
    if (received === undefined) break
    const command = received.message
    if (command.command === 'stop') return false
    if (command.command === 'poll') polls.push(command.poll)
    else if (command.command === 'sniff') sniffers.add(command.fd)
    else sniffers.delete(command.fd)
  }
  return true
}

function pollSet(fds: readonly number[]): Buffer {
  const set = Buffer.alloc(fds.length * POLLFD_BYTES)
  for (const [at, fd] of fds.entries()) {
    set.writeInt32LE(fd, at * POLLFD_BYTES)
    set.writeInt16LE(POLLIN, at * POLLFD_BYTES + 4)
  }
  return set
}

function run(): void {
  runFirst(PRIORITY.watchers)
  let nextPollNs = clock.now() + setup.pollNs
  for (;;) {
    const fds = [setup.wakeFd, ...setup.fds, ...sniffers]
    const set = pollSet(fds)
    const leftMs = polls.length === 0 ? IDLE_MS : Math.max(0, Math.ceil((nextPollNs - clock.now()) / 1e6))
    calls.poll(set, fds.length, leftMs)
    const atNs = clock.now()
    const ready = fds.filter((_, at) => set.readInt16LE(at * POLLFD_BYTES + 6) !== 0)
    if (ready.includes(setup.wakeFd) && !obey()) return
    for (const fd of ready) {
      if (sniffers.has(fd)) sniffed(fd)
      else if (fd !== setup.wakeFd && setup.fds.includes(fd)) readAll(fd, atNs)
    }
    if (atNs < nextPollNs) continue
    for (const poll of polls) ask(poll, atNs)
    nextPollNs = atNs + setup.pollNs
  }
}

run()
