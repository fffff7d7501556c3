import { Capture } from '../../../src/agent/observe/capture.ts'
import { Probes } from '../../../src/agent/observe/probes.ts'
import { flowBetween, pair } from './pair.ts'
import { Stand } from './stand.ts'

/** The instant of each capture's first probe packet should be that of the records. */
export default async function (): Promise<{ firstNs: number; epochSeconds: string; sent: number }> {
  const stand = new Stand(pair())
  const { namespaces, clock, topology } = stand
  const capture = Capture.start(namespaces, topology.cables, '/media/out/pcap', (end) => end)
  const probes = await Probes.start({ namespaces, clock, flows: [flowBetween('web', 100, 1, 20_000)] })
  await stand.rest(1e9)
  const [record] = await probes.stop()
  await capture.stop()
  return { firstNs: record?.firstNs ?? 0, epochSeconds: String(clock.epochSeconds), sent: record?.sent ?? 0 }
}
