import { aroundACut, type AroundACut, type Cut } from '../delivery/around-a-cut.ts'
import { Matrix } from '../delivery/matrix.ts'
import { Stand } from '../observe/stand.ts'

export default async function (cut: Cut): Promise<AroundACut> {
  const { topology, stations, travelNs } = cut
  const stand = new Stand(topology)
  await stand.watch()
  const rest = (ns: number): Promise<void> => stand.rest(ns)
  return await aroundACut(
    cut,
    new Matrix({ namespaces: stand.namespaces, topology, rest, travelNs }, stations),
    stand.executor,
    rest,
  )
}
