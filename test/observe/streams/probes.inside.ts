import { spawnSync } from 'node:child_process'
import type { StreamRecord } from '../../../src/model/journal.ts'
import { panelEnd, WIRE } from '../../../src/model/operation.ts'
import type { Ns } from '../../../src/model/time.ts'
import type { Netem } from '../../../src/model/traffic-control.ts'
import { ProbeStreams } from '../../../src/observe/streams/probes.ts'
import type { StreamQuality } from '../../../src/observe/streams/probe-messages.ts'
import { A, B, flowBetween, pair } from '../pair.ts'
import { light, silence, Stand } from '../stand.ts'

/** From the middle of one step to the middle of another, so that it is certain which packets leave between. */
export interface Planted {
  readonly what: 'a is mute' | 'b is mute' | 'no light' | 'a is shut' | 'duplicated' | 'shuffled'
  readonly fromNs: Ns
  readonly toNs: Ns
}

export interface Observed {
  readonly planted: readonly Planted[]
  readonly records: readonly StreamRecord[]
  readonly before: readonly StreamQuality[]
  readonly after: readonly StreamQuality[]
  readonly nowNs: Ns
}

const STEP_NS = 10e6
const SHUFFLE: Netem = { delayNs: 20e6, reorderPercent: 30, limit: 1000 }

export default async function ({ brief }: { readonly brief: boolean }): Promise<Observed> {
  const stand = new Stand(pair())
  const { namespaces, clock, virtualTime } = stand
  const macs = new Map(stand.topology.nodes.map(({ name, interfaces }) => [name, interfaces[0]?.mac]))
  // Neighbours that nothing flushes: a packet that waits for ARP comes late and is not lost, which is not the point here.
  for (const [from, to] of [
    [A, B],
    [B, A],
  ] as const) {
    const mac = macs.get(to.node) ?? ''
    namespaces.within(from.node, () =>
      spawnSync('ip', ['neigh', 'replace', to.address, 'lladdr', mac, 'dev', 'eth0', 'nud', 'permanent']),
    )
  }
  const flows = [flowBetween('slow', 100, 2, 20_000), flowBetween('fast', 1000, 1, 30_000, 1400)]
  const probes = await ProbeStreams.start({ namespaces, clock, virtualTime, flows, fateKnownNs: 1e9 })
  await stand.rest(1e9)
  const before = await probes.quality()
  const { firstReceivedNs } = before[0] ?? {}
  const firstNs = firstReceivedNs ?? 0
  let nextNs = Math.ceil((clock.now() - firstNs) / STEP_NS) * STEP_NS + firstNs + 200e6 + STEP_NS / 2

  const planted: Planted[] = []
  const netem = { ns: WIRE, name: panelEnd(0, 'b').name } as const
  const plant = async (
    what: Planted['what'],
    lengthNs: Ns,
    inject: Parameters<Stand['at']>[1],
    heal: Parameters<Stand['at']>[1],
  ) => {
    const fromNs = await stand.at(nextNs, inject)
    const toNs = await stand.at(nextNs + lengthNs, heal)
    planted.push({ what, fromNs, toNs })
    nextNs = toNs + 500e6
  }
  for (const ms of brief ? [200] : [20, 200, 3000]) {
    await plant('a is mute', ms * 1e6, silence(0, 'a', true), silence(0, 'a', false))
    await plant('b is mute', ms * 1e6, silence(0, 'b', true), silence(0, 'b', false))
  }
  if (!brief) {
    await plant('no light', 1e9, light(0, false), light(0, true))
    await plant('a is shut', 1e9, [{ op: 'down', ns: 'a', name: 'eth0' }], [{ op: 'up', ns: 'a', name: 'eth0' }])
    await plant(
      'duplicated',
      1e9,
      [{ op: 'netem', ...netem, netem: { duplicatePercent: 100, limit: 1000 } }],
      [{ op: 'netem-delete', ...netem }],
    )
    await plant('shuffled', 1e9, [{ op: 'netem', ...netem, netem: SHUFFLE }], [])
  }
  const after = await probes.quality()
  const nowNs = clock.now()
  return { planted, before, after, nowNs, records: await probes.stop() }
}
