import { isMapping, list, mapping, text, type Mapping } from './values.ts'

/** Who says what of a node, in containerlab's order (types/topology.go): itself, its group, its kind, the defaults. */
export class Inheritance {
  readonly #nodes: Mapping
  readonly #groups: Mapping
  readonly #kinds: Mapping
  readonly #defaults: Mapping

  constructor(topology: Mapping) {
    this.#nodes = mapping(topology, 'nodes')
    this.#groups = mapping(topology, 'groups')
    this.#kinds = mapping(topology, 'kinds')
    this.#defaults = mapping(topology, 'defaults')
  }

  /** The kind decides before the group is known: a kind may name a group, and then that group's kind does not count. */
  kind(node: string): string | null {
    const own = mapping(this.#nodes, node)
    const ofGroup = (group: unknown): string | null => text(mapping(this.#groups, text(group) ?? '').kind)
    return text(own.kind) ?? ofGroup(own.group) ?? ofGroup(this.#defaults.group) ?? text(this.#defaults.kind)
  }

  group(node: string): string | null {
    const own = mapping(this.#nodes, node)
    const isNull = !isMapping(this.#nodes[node])
    const ofKind = isNull ? null : text(mapping(this.#kinds, this.kind(node) ?? '').group)
    return text(own.group) ?? ofKind ?? text(this.#defaults.group)
  }

  /** From the most to the least particular. */
  layers(node: string): readonly Mapping[] {
    return [
      mapping(this.#nodes, node),
      mapping(this.#groups, this.group(node) ?? ''),
      mapping(this.#kinds, this.kind(node) ?? ''),
      this.#defaults,
    ]
  }

  /** The first that says it. */
  text(node: string, key: string): string | null {
    for (const layer of this.layers(node)) {
      const found = text(layer[key])
      if (found !== null) return found
    }
    return null
  }

  /** The first that is there, an empty one too. */
  list(node: string, key: string): readonly unknown[] {
    return list(
      this.layers(node)
        .map((layer) => layer[key])
        .find(Array.isArray),
    )
  }

  /** Binds of all, by the place that they are bound to: the most particular wins. */
  binds(node: string): readonly string[] {
    const byTarget = new Map<string, string>()
    for (const bind of this.all(node, 'binds')) {
      const parts = bind.split(':')
      byTarget.set(parts[1] ?? '', parts.filter((part) => part !== '').join(':'))
    }
    return [...byTarget.values()].sort()
  }

  /** A list's texts from all layers, the least particular first, and each once. */
  all(node: string, key: string): readonly string[] {
    const texts = this.layers(node)
      .toReversed()
      .flatMap((layer) => list(layer[key]).map((one) => text(one) ?? ''))
    return [...new Set(texts)]
  }

  /** The items of such a list, and where each stands. */
  placed(node: string, key: string): readonly { readonly text: string; readonly path: readonly (string | number)[] }[] {
    const paths = [['nodes', node], ['groups', this.group(node) ?? ''], ['kinds', this.kind(node) ?? ''], ['defaults']]
    const all = this.layers(node).flatMap((layer, at) =>
      list(layer[key]).map((one, item) => ({
        text: text(one) ?? '',
        path: ['topology', ...(paths[at] ?? []), key, item],
      })),
    )
    return this.all(node, key).flatMap((said) => all.findLast((one) => one.text === said) ?? [])
  }

  /** A mapping's values from all layers, the most particular of each key. */
  texts(node: string, key: string): Readonly<Record<string, string>> {
    const layers = this.layers(node).toReversed()
    return Object.fromEntries(
      layers.flatMap((layer) => Object.entries(mapping(layer, key)).map(([name, value]) => [name, text(value) ?? ''])),
    )
  }

  /** Does any layer say it? */
  has(node: string, key: string): boolean {
    return this.layers(node).some((layer) => layer[key] !== undefined && layer[key] !== null)
  }

  /** `config.vars` of all, mappings merged. */
  vars(node: string): Mapping {
    return this.layers(node)
      .toReversed()
      .reduce<Mapping>((all, layer) => merged(all, mapping(layer.config, 'vars')), {})
  }
}

function merged(under: Mapping, over: Mapping): Mapping {
  const both = Object.entries(over).map(([key, value]) => {
    const below = Object.hasOwn(under, key) ? under[key] : undefined
    return [key, isMapping(below) && isMapping(value) ? merged(below, value) : value] as const
  })
  return { ...under, ...Object.fromEntries(both) }
}
