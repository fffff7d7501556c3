import { REDIRECT_PREF, WIRE, panelEnd, type Operation } from '../src/model/operation.ts'
import { Executor } from '../src/inject/executor.ts'
import { Panel } from '../src/inject/panel.ts'
import { Namespaces } from '../src/linux/netns.ts'

/** A ring with chords: every node has four ports, so cables are twice the nodes. */
export default function (nodes: number): { cables: number; operations: number } {
  return ring(nodes, nodes * 2)
}

/** As many cables as nodes are the ring alone. */
export function ring(nodes: number, cables: number): { cables: number; operations: number } {
  const namespaces = new Namespaces()
  const executor = new Executor(namespaces, new Panel(namespaces, []), '/tmp/nodes')
  const each = <Item>(count: number, make: (number: number) => readonly Item[]): Item[] =>
    Array.from({ length: count }, (_, number) => make(number)).flat()
  const operations = [
    ...namespaceOperations(nodes),
    ...each(cables, (cable) => veths(nodes, cable)),
    ...each(cables, middle),
    ...each(nodes, (number) => nodeOperations(number, cables / nodes)),
    ...each(cables, (cable) => ENDS.map((end): Operation => ({ op: 'up', ns: WIRE, name: panelEnd(cable, end).name }))),
  ]
  executor.apply(operations)
  return { cables, operations: operations.length }
}

/** First of each cable's near end, then of its far end: the ring's and the chord's. */
const PORTS = ['e0', 'e1', 'e2', 'e3']
const ENDS = ['a', 'b'] as const
const node = (number: number): string => `n${String(number)}`
const byte = (number: number): string => (number & 0xff).toString(16).padStart(2, '0')

function namespaceOperations(nodes: number): Operation[] {
  return [
    { op: 'namespace', ns: WIRE },
    { op: 'sysctl', ns: WIRE, key: 'net.ipv6.conf.default.disable_ipv6', value: '1' },
    ...Array.from({ length: nodes }, (_, number): Operation => ({ op: 'namespace', ns: node(number) })),
  ]
}

function veths(nodes: number, cable: number): Operation[] {
  const from = cable % nodes
  const chord = cable < nodes ? 0 : 1
  const ports = [
    { number: from, port: chord },
    { number: (from + 1 + chord) % nodes, port: 2 + chord },
  ]
  return ports.map(({ number, port }, side) => ({
    op: 'veth',
    ns: WIRE,
    ...panelEnd(cable, side === 0 ? 'a' : 'b'),
    peer: {
      ns: node(number),
      name: `e${String(port)}`,
      index: 100 + port,
      mac: `02:00:00:${byte(number >> 8)}:${byte(number)}:${byte(port)}`,
    },
  }))
}

function middle(cable: number): Operation[] {
  return ENDS.flatMap((end): Operation[] => {
    const { name } = panelEnd(cable, end)
    const to = panelEnd(cable, end === 'a' ? 'b' : 'a').name
    return [
      { op: 'gso-max-segs', ns: WIRE, name, segments: 1 },
      { op: 'clsact', ns: WIRE, name },
      { op: 'redirect', ns: WIRE, name, to, pref: REDIRECT_PREF },
    ]
  })
}

function nodeOperations(number: number, rings: number): Operation[] {
  const ns = node(number)
  const address = `10.${String(number >> 8)}.${String(number & 0xff)}.1/32`
  return [
    ...['lo', ...PORTS.slice(0, rings), ...PORTS.slice(2, 2 + rings)].map((name): Operation => ({
      op: 'up',
      ns,
      name,
    })),
    { op: 'address', ns, name: 'e0', address },
  ]
}
