import { arrivalsOf, streamsOf, type Arrival, type Stream } from './arrivals.ts'
import { recount } from './recount.ts'
import { Trial } from './trial.ts'

/** Where the captures of a trial contradict what the program wrote of it. */
export interface Disagreement {
  /** `web forward 0`, or the object of an event. */
  readonly about: string
  readonly what: string
}

/**
 * The second opinion on a trial that ran with `--pcap`: everything that the captures of its cables, read by tshark,
 * contradict. Empty: they agree.
 * @param folder `runs/LAB/STAMP/trials/0-7`
 * @throws Error where the folder holds no such trial, or a capture cannot be read to its end
 */
export async function opinionOf(folder: string): Promise<readonly Disagreement[]> {
  const trial = new Trial(folder)
  const { arrivals } = await arrivalsOf(trial)
  return streamsOf(trial).flatMap((stream, number) => {
    const { flow, direction } = stream
    const about = `${flow} ${direction} ${String(stream.stream)}`
    return onStream(trial, stream, arrivals[number] ?? []).map((what) => ({ about, what }))
  })
}

function onStream(
  trial: Trial,
  { flow, direction, stream, overdueNs, to }: Stream,
  arrivals: readonly Arrival[],
): string[] {
  const unseen = trial.missing.filter(({ node }) => [to.node, ...(to.replicas ?? [])].includes(node))
  if (unseen.length > 0) return unseen.map((end) => `there is no capture of ${end.node}:${end.interface}`)
  const account = trial.accounts.find(
    (one) => one.flow === flow && one.direction === direction && one.stream === stream,
  )
  return account === undefined ? ['the journal has no account of it'] : recount(account, arrivals, overdueNs)
}
