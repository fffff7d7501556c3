import type { ComposedSpec, Json, NodeSpec } from './spec.ts'

/** A composed topology without one node, one cable, one call or one option; what is then no topology any more is for others to see. */
export function* composedWithout({ nodes, links }: ComposedSpec): Generator<ComposedSpec> {
  for (const { name } of nodes) {
    const gone = links.filter((ends) => ends.some((end) => end.startsWith(`${name}:`)))
    const left = nodes.filter((node) => node.name !== name)
    yield gone.flat().reduce(unplugged, { nodes: left, links: links.filter((link) => !gone.includes(link)) })
  }
  for (const link of links) yield link.reduce(unplugged, { nodes, links: links.filter((other) => other !== link) })
  for (const [at, node] of nodes.entries())
    for (const calls of fewerCalls(node)) yield { nodes: nodes.with(at, { ...node, calls }), links }
}

/** Its port is gone, and named nowhere any more. */
function unplugged({ nodes, links }: ComposedSpec, end: string): ComposedSpec {
  const [name, port = ''] = end.split(':')
  const changed = nodes.map((node) =>
    node.name !== name
      ? node
      : {
          ...node,
          calls: node.calls
            .filter(([noun, first]) => !(noun === 'port' && first === port))
            .map(([noun, ...args]) => [noun, ...args.map((arg) => unlisted(arg, port))] as const),
        },
  )
  return { nodes: changed, links }
}

/** Lists without that name: ports of a bridge, members of a bond. */
function unlisted(value: Json, name: string): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).filter((item) => item !== name)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unlisted(inner, name)]))
}

function* fewerCalls({ calls }: NodeSpec): Generator<NodeSpec['calls']> {
  for (const at of calls.keys()) yield calls.filter((_, number) => number !== at)
  for (const [at, [noun, ...args]] of calls.entries()) {
    const options = args.at(-1)
    if (typeof options !== 'object' || options === null || Array.isArray(options)) continue
    for (const key of Object.keys(options)) {
      const fewer = Object.fromEntries(Object.entries(options).filter(([name]) => name !== key))
      yield calls.with(at, [noun, ...args.slice(0, -1), fewer])
    }
  }
}
