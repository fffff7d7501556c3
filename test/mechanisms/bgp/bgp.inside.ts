import type { Operation } from '../../../src/model/operation.ts'
import type { Ns } from '../../../src/model/time.ts'
import { light, silence, Stand, type Seen } from '../../observe/stand.ts'
import { ring, type RingOptions } from './ring.ts'

/** What happens to the cable of r1 and r2, and how it is healed. */
const FAULTS = {
  cut: (cable: number, on: boolean): Operation[] => light(cable, !on),
  silent: (cable: number, on: boolean): Operation[] => [...silence(cable, 'a', on), ...silence(cable, 'b', on)],
  oneWay: (cable: number, on: boolean): Operation[] => silence(cable, 'a', on),
} as const

type Times = Readonly<Record<keyof typeof FAULTS, Ns>>

/** One fault after another, each from a ring that has settled. */
export default async function (
  options: RingOptions = {},
): Promise<{ seen: readonly Seen[]; settledNs: Ns; faultNs: Times }> {
  const stand = new Stand(ring(options).topology)
  const watcher = await stand.watch()
  const settledNs = stand.clock.now()
  const cable = stand.topology.cables.findIndex(({ name }) => name === 'r1:r2--r2:r1')
  const faultNs = { cut: 0, silent: 0, oneWay: 0 }
  for (const kind of ['cut', 'silent', 'oneWay'] as const) {
    await stand.rest(5e9)
    faultNs[kind] = await stand.at(stand.clock.now(), FAULTS[kind](cable, true))
    await stand.rest(6e9)
    await stand.at(stand.clock.now(), FAULTS[kind](cable, false))
    for (const { wait } of stand.wiring.settle) await watcher.waitFor(wait, stand.clock.now() + 20e9)
  }
  await watcher.stop()
  return { seen: stand.seen, settledNs, faultNs }
}
