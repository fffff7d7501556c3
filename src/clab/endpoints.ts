import type { Problem } from '../model/problem.ts'
import { remedyFor } from '../words/nearest.ts'
import type { ClabEnd, ClabLink, ClabNode } from './file.ts'
import { deviceOf } from './interfaces.ts'
import { shown } from './said.ts'

/** The kernel's limit for a name by which a device is found; its own is 15. */
const LONGEST = 127
/** What ports of any make are called; nothing that a shell would read otherwise. */
const NAME = /^[A-Za-z0-9][\w./:@ -]*$/

/** Every end of every link is at a node of the file, at an interface that can be, and no two are at the same one. */
export function endpointProblems(nodes: readonly ClabNode[], links: readonly ClabLink[]): Problem[] {
  const byName = new Map(nodes.map((node) => [node.name, node]))
  const taken = new Map<string, string>()
  return links.flatMap(({ ends, type, hostInterface, where }) => [
    ...ends.flatMap((end) => [
      ...unknownNode(end, byName),
      ...badInterface(end),
      ...twice(placeOf(end, byName.get(end.node)), textOf(end), end.where, taken),
    ]),
    ...(hostInterface !== null && type !== 'macvlan'
      ? twice(`/${hostInterface}`, `${type}:${hostInterface}`, where, taken)
      : []),
  ])
}

const textOf = (end: ClabEnd): string => `${end.node}:${end.interface}`

/** Ports of bridges lie in the host's namespace, all of them; two names of one device are one place. */
function placeOf(end: ClabEnd, node: ClabNode | undefined): string {
  if (node?.kindClass === 'on-host' && !end.node.includes('|')) return `/${end.interface}`
  const device = node === undefined ? null : deviceOf(node, end.interface)
  return `${end.node}/${device ?? end.interface}`
}

function unknownNode(end: ClabEnd, nodes: ReadonlyMap<string, ClabNode>): Problem[] {
  if (nodes.has(end.node)) return []
  return [
    {
      code: 'clab-no-node',
      what: `a link ends at ${shown(textOf(end))}, but there is no node ${shown(end.node)}`,
      where: end.where,
      ...remedyFor(end.node, [...nodes.keys()], { as: (node) => `${node}:${end.interface.slice(0, LONGEST)}` }),
    },
  ]
}

function badInterface(end: ClabEnd): Problem[] {
  if (end.interface.length <= LONGEST && NAME.test(end.interface)) return []
  const what =
    end.interface.length > LONGEST
      ? `an interface of ${end.node} has a name of ${String(end.interface.length)} characters`
      : `an interface of ${end.node} is called ${shown(end.interface)}`
  return [
    {
      code: 'clab-interface',
      what,
      where: end.where,
      allowed: `letters, digits, . / : @ - _ and spaces, at most ${String(LONGEST)}`,
    },
  ]
}

function twice(place: string, name: string, where: string, taken: Map<string, string>): Problem[] {
  const before = taken.get(place)
  if (before === undefined) {
    taken.set(place, where)
    return []
  }
  return [
    { code: 'clab-endpoint-twice', what: `${shown(name)} is the end of two links; the first is at ${before}`, where },
  ]
}
