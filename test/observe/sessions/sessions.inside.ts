import type { SessionRecord } from '../../../src/model/journal.ts'
import type { SessionPlan } from '../../../src/model/plan.ts'
import type { Ns } from '../../../src/model/time.ts'
import { startSession, type RunningSession } from '../../../src/observe/sessions/session.ts'
import { A, B, pair } from '../pair.ts'
import { light, silence, Stand } from '../stand.ts'

export interface Held {
  readonly record: SessionRecord
  /** When the fault began, and how long `stop` took. */
  readonly brokenNs: Ns
  readonly stoppedInNs: Ns
}

const plan = (kind: SessionPlan['kind'], port: number): SessionPlan => ({
  name: `${kind}-${String(port)}`,
  kind,
  client: { ...A, port: 0 },
  server: { ...B, port },
  intervalNs: 20e6,
  sizeBytes: 200,
  rateKbit: 400,
})

export type Story = 'quiet' | 'cut' | 'restarted' | 'rehearsed' | 'dead' | 'nobody there'

/** Both kinds of session through one story, on a cable of their own. */
export default async function ({ story }: { readonly story: Story }): Promise<Held[]> {
  const stand = new Stand(pair())
  // A cable is lit a moment after it is up; a handshake that is lost in it takes a second longer.
  await stand.rest(100e6)
  const { clock, namespaces } = stand
  if (story === 'nobody there') stand.executor.apply(silence(0, 'a', true))
  const sessions = [plan('tcp', 7000), plan('stream', 7001)].map((one) =>
    startSession(one, { namespaces, clock, seed: 7 }),
  )
  await stand.rest(2e9)
  const brokenNs = clock.now()
  await STORIES[story](stand, sessions)
  return sessions.map((session) => {
    const beforeNs = clock.now()
    const record = session.stop()
    return { record, brokenNs, stoppedInNs: clock.now() - beforeNs }
  })
}

const STORIES: Readonly<Record<Story, (stand: Stand, sessions: readonly RunningSession[]) => Promise<void>>> = {
  quiet: async (stand) => stand.rest(3e9),
  async cut(stand) {
    // Silent, and with a neighbour entry that lasts: what is measured is TCP's own timer.
    stand.executor.apply([...silence(0, 'a', true), ...silence(0, 'b', true)])
    await stand.rest(3e9)
    stand.executor.apply([...silence(0, 'a', false), ...silence(0, 'b', false)])
    await stand.rest(10e9)
  },
  async restarted(stand, sessions) {
    for (const session of sessions) session.restartServer()
    await stand.rest(4e9)
  },
  /** Restarted, and then cut for a second: all of it before the gate passes. */
  async rehearsed(stand, sessions) {
    for (const session of sessions) session.restartServer()
    await stand.rest(4e9)
    stand.executor.apply([...silence(0, 'a', true), ...silence(0, 'b', true)])
    await stand.rest(1e9)
    stand.executor.apply([...silence(0, 'a', false), ...silence(0, 'b', false)])
    await stand.rest(4e9)
    for (const session of sessions) session.ready()
    await stand.rest(1e9)
  },
  async dead(stand) {
    stand.executor.apply(light(0, false))
    await stand.rest(8e9)
  },
  'nobody there': async (stand) => stand.rest(8e9),
}
