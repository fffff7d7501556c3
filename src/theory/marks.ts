import { reason, type Reason } from '../model/reason.ts'
import type { Endpoint, Interface, Node } from '../model/topology.ts'

/**
 * The kernel's mark of a packet that came in there: that of the first filter, where this one is for all frames; null: other frames of
 * the same interface, or of one below it, may have another mark. What a node sends itself has none.
 */
export function markOf(node: Node, ingress: Endpoint | null): number | null {
  const one = node.interfaces.find(({ name }) => name === ingress?.interface)
  if (one === undefined) return 0
  const isMarkedBelow = below(node, one).some((other) => marking(other).length > 0)
  const [first] = marking(one)
  if (first === undefined) return isMarkedBelow ? null : 0
  const [action] = first.actions
  const isFirst = filtersOf(one)[0] === first
  const isForAll = first.match.match === 'all' && first.actions.length === 1
  return isFirst && isForAll && !isMarkedBelow && action?.act === 'mark' ? action.mark : null
}

/** Why theory does not know by which table the node routes; null: it does. */
export function unmarked({ name, rules = [], interfaces, ...node }: Node): Reason | null {
  if (rules.every(({ mark }) => mark === undefined)) return null
  const of = { ...node, name, interfaces }
  const unsure = interfaces.find((one) => markOf(of, { node: name, interface: one.name }) === null)
  return unsure === undefined
    ? null
    : reason(
        'unmodelled-mark',
      )`${{ node: name }} has a rule for a mark, and which of the packets that come in by ${{ interface: unsure.name }} have it is not modelled`
}

const filtersOf = ({ filters = [] }: Interface) =>
  filters.filter(({ at }) => at === 'ingress').toSorted((a, b) => a.pref - b.pref)

const marking = (one: Interface) => filtersOf(one).filter(({ actions }) => actions.some(({ act }) => act === 'mark'))

/** What a frame passes in the node before it comes in by this one. */
function below(node: Node, one: Interface): readonly Interface[] {
  const direct = node.interfaces.filter(
    ({ name, master }) => master === one.name || ('parent' in one && one.parent === name),
  )
  return direct.flatMap((other) => [other, ...below(node, other)])
}
