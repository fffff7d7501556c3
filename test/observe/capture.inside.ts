import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Capture } from '../../src/observe/capture.ts'
import { ProbeStreams } from '../../src/observe/streams/probes.ts'
import { captureFiles } from '../../src/model/capture.ts'
import { panelEnd, WIRE } from '../../src/model/operation.ts'
import { flowBetween, pair } from './pair.ts'
import { Stand } from './stand.ts'

interface Seen {
  readonly firstNs: number
  readonly epochSeconds: string
  readonly sent: number
  /** What the capture says when one of its processes is killed. */
  readonly died: string
  /** What it says of a device that is not there. */
  readonly refused: string
}

/** The instant of each capture's first probe packet should be that of the records. */
export default async function (): Promise<Seen> {
  const stand = new Stand(pair())
  const { namespaces, clock, virtualTime, topology } = stand
  const points = captureFiles(topology.cables).flatMap((files, number) =>
    (['a', 'b'] as const).map((end) => ({ file: files[end], ns: WIRE, device: panelEnd(number, end).name })),
  )
  let died = ''
  const options = {
    namespaces,
    snapBytes: 256,
    died: (error: Error) => {
      died += error.message
    },
  }
  const capture = await Capture.start(points, { ...options, dir: '/media/out/pcap' })
  const probes = await ProbeStreams.start({
    namespaces,
    clock,
    virtualTime,
    flows: [flowBetween('web', 100, 1, 20_000)],
    fateKnownNs: 1e9,
  })
  await stand.rest(1e9)
  const [record] = await probes.stop()
  await capture.stop()
  if (died !== '') throw new Error(died)

  const killed = await Capture.start(points.slice(0, 1), { ...options, dir: '/media/out/killed' })
  for (const pid of capturers()) process.kill(pid, 'SIGKILL')
  await sleep(100)
  await killed.stop()
  const none = [{ file: 'none.pcap', ns: WIRE, device: 'none' }]
  const refused = await Capture.start(none, { ...options, dir: '/media/out/none', died: () => undefined }).then(
    () => '',
    (error: unknown) => String(error),
  )
  return {
    firstNs: record?.firstNs ?? 0,
    epochSeconds: String(clock.epochSeconds),
    sent: record?.sent ?? 0,
    died,
    refused,
  }
}

/** The process ids of tcpdump; the guest has nothing else that captures. */
function capturers(): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'tcpdump')
}
