import type { PendingSegments, SessionRecord } from '../../model/journal.ts'
import { turnIntervalNs } from '../../model/pace.ts'
import { nodesWith, type SessionPlan } from '../../model/plan.ts'
import { seededRandom, seedFor } from '../../model/random.ts'
import type { Ns } from '../../model/time.ts'
import type { Clock } from '../../linux/clock.ts'
import type { Namespaces } from '../../linux/netns.ts'
import { SessionClient } from './client.ts'
import { nonce } from './greeting.ts'
import { SessionAccount, type SessionQuality } from './record.ts'
import { SessionServer } from './server.ts'
import { writerPump } from './stream.ts'
import { echoPump } from './tcp.ts'
import { Timers } from './timers.ts'

export interface SessionContext {
  readonly namespaces: Namespaces
  readonly clock: Clock
  readonly seed: number
}

export interface RunningSession {
  /** The gate has passed: what happens from here on is evidence. */
  ready(): void
  /** Another server in the place of the first, which resets its connections: what a crash and a restart look like. */
  restartServer(): void
  /** The node has lost its power, and its cables are dark: what the session has there is gone. */
  die(node: string): void
  /** The node has booted: its program starts again, and remembers nothing. */
  boot(node: string): void
  /** The programs of the node stand still, or go on. */
  standStill(node: string, still: boolean): void
  /** How many of its programs stand still in the node. */
  standing(node: string): number
  /** How it runs by now. */
  quality(): SessionQuality
  /** The evidence by now; the session goes on. */
  record(): SessionRecord
  /** Returns at once, whatever state the connection is in. */
  stop(): SessionRecord
}

/**
 * One TCP session: a server in its node and in each replica, a client in its own, and the evidence of what happened to it.
 * @throws LibcError where an address or a port cannot be had
 */
export function startSession(plan: SessionPlan, { namespaces, clock, seed }: SessionContext): RunningSession {
  const random = seededRandom(seedFor(seed, `session ${plan.name}`))
  const account = new SessionAccount(plan, sessionIntervalNs(plan), clock.now())
  const received = (bytes: number, intact: boolean): void => {
    if (!intact) account.continuous = false
    // What a writer achieves is seen at the server only; an echo is seen where it comes back.
    if (plan.kind === 'stream') account.progress(clock.now(), bytes)
  }
  const serve = (node: string): SessionServer => new SessionServer({ plan, node, namespaces, random, received })
  const servers = new Map(nodesWith(plan.server).map((node) => [node, serve(node)]))
  const clientNode = plan.client.node
  const still = new Set<string>()
  const timers = new Timers()
  const pump = (plan.kind === 'tcp' ? echoPump : writerPump)({ plan, clock, account, timers })
  const start = (port: number): SessionClient => {
    account.clientStarts++
    return new SessionClient({ plan, namespaces, clock, account, timers, port, token: nonce(random), ...pump })
  }
  let client = start(plan.client.port)
  const pending = (): PendingSegments[] => {
    const nowNs = clock.now()
    const nonce = client.connectionNonce
    const answers = nonce === null ? [] : [...servers.values()].flatMap((server) => server.pending(nonce, nowNs))
    return [...client.pending(), ...answers]
  }
  return {
    ready() {
      account.ready()
      client.ready()
    },
    restartServer() {
      for (const server of servers.values()) server.stop()
      for (const node of servers.keys()) servers.set(node, serve(node))
    },
    die(node) {
      servers.get(node)?.die()
      if (node !== clientNode) return
      client.die()
      pump.closed()
    },
    boot(node) {
      if (servers.has(node)) servers.set(node, serve(node))
      if (node === clientNode) client = start(0)
    },
    standStill(node, stands) {
      const here = [...(node === clientNode ? [client, timers] : []), servers.get(node)]
      for (const one of here) one?.standStill(stands)
      if (stands) still.add(node)
      else still.delete(node)
    },
    standing: (node) => (still.has(node) ? (node === clientNode ? 1 : 0) + (servers.has(node) ? 1 : 0) : 0),
    quality: () => account.quality(clock.now()),
    record: () => ({ ...account.record(clock.now()), pending: pending() }),
    stop() {
      const left = pending()
      client.stop()
      pump.closed()
      for (const server of servers.values()) server.stop()
      return { ...account.record(clock.now()), pending: left }
    },
  }
}

/** How often the session sends. */
const sessionIntervalNs = (plan: SessionPlan): Ns => (plan.kind === 'tcp' ? plan.intervalNs : turnIntervalNs(plan))
