import { panelEnd, WIRE } from '../model/operation.ts'
import { throwProblems, type Problem } from '../model/problem.ts'
import { endpointText, type Cable, type Endpoint } from '../model/topology.ts'
import { dumpFilters, dumpLinks } from '../linux/netlink/dump.ts'
import type { LinkInfo } from '../linux/netlink/link-parse.ts'
import type { Namespaces } from '../linux/netns.ts'
import { interfacesOf } from './interfaces.ts'

/**
 * Finds the panel's ends among the devices that containerlab made, by the index of each node's veth peer: their names
 * are crossed. What it finds has the panel's own names from then on.
 * @throws BackhoeError (70) with every cable that is not whole: a container that restarted has lost its cables
 */
export function resolvePanel(
  namespaces: Namespaces,
  cables: readonly Cable[],
  kinds: readonly ('panel' | 'ends')[],
  lab: string,
): void {
  const problems: Problem[] = []
  const links = onceEach((ns: string) => dumpLinks(namespaces.netlink(ns)))
  for (const [number, cable] of cables.entries()) {
    if (kinds[number] === 'ends') {
      for (const end of [cable.a, cable.b])
        if (portOf(links, end) === undefined) problems.push(torn(cable, gone(end), ANEW))
      continue
    }
    if (isPlain(links, cable)) {
      problems.push(plain(cable))
      continue
    }
    const a = middleOf(links, cable.a)
    const b = middleOf(links, cable.b)
    const broken = typeof a === 'string' ? a : typeof b === 'string' ? b : joined(namespaces, a, b)
    if (broken !== null) problems.push(torn(cable, broken, `backhoe repair ${lab}`))
    if (typeof a === 'string' || typeof b === 'string') continue
    interfacesOf(namespaces).learn(WIRE, panelEnd(number, 'a').name, a)
    interfacesOf(namespaces).learn(WIRE, panelEnd(number, 'b').name, b)
  }
  throwProblems(problems, 70)
}

function onceEach<Value>(ask: (ns: string) => Value): (ns: string) => Value {
  const answers = new Map<string, Value>()
  return (ns) => {
    const answer = answers.get(ns) ?? ask(ns)
    answers.set(ns, answer)
    return answer
  }
}

const portOf = (links: (ns: string) => readonly LinkInfo[], end: Endpoint): LinkInfo | undefined =>
  links(end.node).find(({ name }) => name === end.interface)

const gone = (end: Endpoint): string => `${endpointText(end)} is not there`

/** Index of the device on this side of the node's veth, or what is wrong. */
export function middleOf(links: (ns: string) => readonly LinkInfo[], end: Endpoint): number | string {
  const port = portOf(links, end)
  if (port === undefined) return gone(end)
  const middle = links(WIRE).find(
    ({ index, linkIndex, kind }) => kind === 'veth' && index === port.linkIndex && linkIndex === port.index,
  )
  return middle?.index ?? `${endpointText(end)} has no peer on this side`
}

/** null: what comes out of one leaves by the other, both ways. */
export function joined(namespaces: Namespaces, a: number, b: number): string | null {
  const wire = namespaces.netlink(WIRE)
  const goes = (from: number, to: number): boolean =>
    dumpFilters(wire, from).some(({ action, toIndex }) => action === 'redirect' && toIndex === to)
  return goes(a, b) && goes(b, a) ? null : 'its ends are not redirected to each other'
}

/** Its ends are each other's peers. */
function isPlain(links: (ns: string) => readonly LinkInfo[], { a, b }: Cable): boolean {
  const [one, other] = [portOf(links, a), portOf(links, b)]
  if (one === undefined || other === undefined) return false
  return one.linkIndex === other.index && other.linkIndex === one.index && typeof middleOf(links, a) === 'string'
}

const plain = (cable: Cable): Problem => ({
  code: 'cable-plain',
  what: `the cable ${cable.name} is a plain veth: nothing lies between its ends that could be cut`,
  next: 'backhoe generate without --links veth, then deploy again',
})

const torn = (cable: Cable, what: string, how: string): Problem => ({
  code: 'cable-torn',
  what: `the cable ${cable.name} is not whole: ${what}`,
  next: `${how}; a container that restarted has lost its cables`,
})

/** Both ends of a plain veth die together, and the neighbour's configuration of its own with it. */
const ANEW = 'containerlab destroy, then deploy again'
