import { STATE_KINDS } from '../mechanisms/all/data.ts'
import type { StateMatch } from '../model/handle.ts'
import { asText, shown } from '../words/shown.ts'
import type { Topology } from '../model/topology.ts'
import { remedyFor } from '../words/nearest.ts'
import type { Parameters } from '../words/parameters.ts'

/** Where a selector stands; `topology` is null where it is no topology. */
interface Selector {
  readonly key: string
  readonly topology: Topology | null
}

/** A selector would never find its cable by a state that nothing records. */
export function refuseState(
  experiment: Parameters,
  { watch, node, name, state }: StateMatch,
  { key, topology }: Selector,
): void {
  const refuse = (what: string, said: unknown, allowed: readonly string[]): void => {
    experiment.add(
      { code: 'unknown-state', what: `${key} selects a cable by ${what}`, ...remedyFor(asText(said), allowed) },
      key,
    )
  }
  const kind = STATE_KINDS.get(watch)
  if (kind === undefined) {
    refuse(`a state of the kind ${shown(watch)}, which nothing records`, watch, [...STATE_KINDS.keys()])
    return
  }
  const { values } = kind
  if (values !== null && !values.includes(state))
    refuse(`a state of the kind '${watch}' that is ${shown(state)}, which it never is`, state, values)
  // A file of containerlab's does not say what its nodes have.
  if (topology === null || topology.containerlab !== undefined) return
  const nodes = topology.nodes.map((one) => one.name)
  const found = topology.nodes.find((one) => one.name === node)
  if (found === undefined) {
    refuse(`a state of the node ${shown(node)}, which its topology lacks`, node, nodes)
    return
  }
  const names = kind.objects(found, topology)
  if (!names.includes(name)) refuse(`the '${watch}' of ${shown(name)}, which the node '${node}' lacks`, name, names)
}
