import type { BfdOptions } from '../../../src/mechanisms/bfd/options-types.ts'
import type { Ns } from '../../../src/model/time.ts'
import { light, silence, Stand, type Seen } from '../../observe/stand.ts'
import { square } from './square.ts'

interface Told {
  readonly seen: readonly Seen[]
  readonly cutNs: Ns
  readonly litNs: Ns
  readonly silentNs: Ns
}

/** The way by r2 breaks: a cut, and once that is healed and settled a silence. What the watcher recorded. */
export default async function (bfd: BfdOptions | null): Promise<Told> {
  const stand = new Stand(square(undefined, bfd ?? undefined).topology)
  const watcher = await stand.watch()
  await stand.rest(6e9)
  const cable = stand.topology.cables.findIndex(({ name }) => name === 'r1:r2--r2:r1')
  const cutNs = await stand.at(stand.clock.now(), light(cable, false))
  await stand.rest(3e9)
  const litNs = await stand.at(stand.clock.now(), light(cable, true))
  // Every route comes back, also those of equal costs.
  for (const { wait } of stand.wiring.settle) await watcher.waitFor(wait, stand.clock.now() + 20e9)
  await stand.rest(6e9)
  const silentNs = await stand.at(stand.clock.now(), [...silence(cable, 'a', true), ...silence(cable, 'b', true)])
  await stand.rest(6e9)
  await watcher.stop()
  return { seen: stand.seen, cutNs, litNs, silentNs }
}
