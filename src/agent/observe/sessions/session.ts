import type { SessionRecord } from '../../../model/journal.ts'
import { turnIntervalNs } from '../../../model/pace.ts'
import type { SessionPlan } from '../../../model/plan.ts'
import { seededRandom, seedFor } from '../../../model/random.ts'
import type { Clock } from '../../clock.ts'
import type { Namespaces } from '../../netns.ts'
import { SessionClient } from './client.ts'
import { nonce } from './greeting.ts'
import { SessionAccount } from './record.ts'
import { SessionServer } from './server.ts'
import { writerPump } from './stream.ts'
import { echoPump } from './tcp.ts'

export interface SessionContext {
  readonly namespaces: Namespaces
  readonly clock: Clock
  readonly seed: number
}

export interface RunningSession {
  /** Another server in the place of the first, which resets its connections: what a crash and a restart look like. */
  restartServer(): void
  /** Returns at once, whatever state the connection is in. */
  stop(): SessionRecord
}

/**
 * One TCP session: a server in its node and in each replica, a client in its own, and the evidence of what happened to it.
 * @throws LibcError where an address or a port cannot be had
 */
export function startSession(plan: SessionPlan, { namespaces, clock, seed }: SessionContext): RunningSession {
  const random = seededRandom(seedFor(seed, `session ${plan.name}`))
  const intervalNs = plan.kind === 'tcp' ? plan.intervalNs : turnIntervalNs(plan)
  const account = new SessionAccount(plan, intervalNs, clock.now())
  const received = (bytes: number, intact: boolean): void => {
    if (!intact) account.continuous = false
    // What a writer achieves is seen at the server only; an echo is seen where it comes back.
    if (plan.kind === 'stream') account.progress(clock.now(), bytes)
  }
  const nodes = [plan.server.node, ...(plan.server.replicas ?? [])]
  const serve = (): readonly SessionServer[] =>
    nodes.map((node) => new SessionServer({ plan, node, namespaces, random, received }))
  let servers = serve()
  const pump = plan.kind === 'tcp' ? echoPump({ plan, clock, account }) : writerPump({ plan, clock, account })
  const client = new SessionClient({ plan, namespaces, clock, account, token: nonce(random), ...pump })
  return {
    restartServer() {
      for (const server of servers) server.stop()
      servers = serve()
    },
    stop() {
      const nowNs = clock.now()
      const nonce = client.connectionNonce
      const answers = nonce === null ? [] : servers.flatMap((server) => server.pending(nonce, nowNs))
      const pending = [...client.pending(), ...answers]
      client.stop()
      pump.closed()
      for (const server of servers) server.stop()
      return { ...account.record(clock.now()), pending }
    },
  }
}
