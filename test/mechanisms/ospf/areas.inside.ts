import type { Ns } from '../../../src/model/time.ts'
import { Stand } from '../../observe/stand.ts'
import { areas } from './areas.ts'

/** Resolves once every route of every router is as theory has it. */
export default async function (): Promise<{ settledNs: Ns; routes: number }> {
  const stand = new Stand(areas())
  const watcher = await stand.watch()
  const settledNs = stand.clock.now()
  await watcher.stop()
  return { settledNs, routes: stand.wiring.settle.filter(({ wait }) => wait.wait === 'route').length }
}
