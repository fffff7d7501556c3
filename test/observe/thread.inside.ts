import { readdirSync, readlinkSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { calls } from '../../src/linux/libc.ts'
import { ProbeStreams } from '../../src/observe/streams/probes.ts'
import { flowBetween, pair } from './pair.ts'
import { Stand } from './stand.ts'

const TOO_LONG_MS = 10_000
/** No lab can ask for it: its packets are due at no time. */
const NO_RATE = 0

/** Makes those who observe die while nobody waits for them, and says what reaches the process, and when. */
export default async function ({ who }: { readonly who: 'probes' | 'watchers' }): Promise<{
  readonly reason: string
  readonly afterNs: number
}> {
  const stand = new Stand(pair())
  const { namespaces, clock, virtualTime } = stand
  const died = new Promise<string>((resolve) => {
    process.once('uncaughtException', (error) => {
      resolve(error.message)
    })
  })
  if (who === 'watchers') await stand.watch()
  else
    await ProbeStreams.start({
      namespaces,
      clock,
      virtualTime,
      flows: [flowBetween('one', NO_RATE, 1, 20_000)],
      fateKnownNs: 1e9,
    })
  const atNs = clock.now()
  if (who === 'watchers') for (const fd of sockets()) calls.close(fd)
  const reason = await Promise.race([died, setTimeout(TOO_LONG_MS, 'nothing')])
  return { reason, afterNs: clock.now() - atNs }
}

const sockets = (): number[] =>
  readdirSync('/proc/self/fd')
    .map(Number)
    .filter((fd) => isSocket(fd))

function isSocket(fd: number): boolean {
  try {
    return readlinkSync(`/proc/self/fd/${String(fd)}`).startsWith('socket:')
  } catch {
    // The descriptor of the listing itself.
    return false
  }
}
