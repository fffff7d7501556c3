import { groupBy } from '../model/group-by.ts'
import type { Box, Point, PortSide } from './layout.ts'
import type { Places } from './place.ts'
import type { Sketch, SketchCable } from './sketch.ts'

/** A cable between two nodes of one column: straight down where nothing stands between, else round them. */
export interface Beside {
  readonly points: readonly Point[]
  readonly isCurved: boolean
  /** Of the upper and the lower port. */
  readonly sides: readonly [PortSide, PortSide]
  /** The upper port's id, and the lower one's. */
  readonly ends: readonly [string, string]
}

const PITCH_PX = 16
const BULGE_PX = 22

export function cablesBeside(sketch: Sketch, { nodes }: Places): ReadonlyMap<string, Beside> {
  const boxes = [...nodes.values()]
  const beside = sketch.cables.filter(({ isBeside }) => isBeside)
  const found = new Map<string, Beside>()
  /** Curves that leave a node already, by node: each has a place of its own. */
  const taken = new Map<string, number>()
  for (const same of groupBy(beside, ({ cable }) => [cable.a.node, cable.b.node].sort().join(' '))) {
    same.forEach((one, index) => {
      const [upper, lower] = endsOf(one, nodes)
      const isNext = !boxes.some(
        (box) => box !== upper.box && box !== lower.box && liesBetween(box, upper.box, lower.box),
      )
      const ends = [upper.id, lower.id] as const
      if (isNext && upper.box !== lower.box) {
        const middle = (Math.max(upper.box.x, lower.box.x) + Math.min(right(upper.box), right(lower.box))) / 2
        const x = middle + (index - (same.length - 1) / 2) * PITCH_PX
        const points = [
          { x, y: upper.box.y + upper.box.height },
          { x, y: lower.box.y },
        ]
        found.set(one.cable.name, { points, isCurved: false, sides: ['south', 'north'], ends })
        return
      }
      const count = (name: string): number => {
        const before = taken.get(name) ?? 0
        taken.set(name, before + 1)
        return before
      }
      const [up, down] = [count(upper.name), count(lower.name)]
      const from = { x: right(upper.box), y: upper.box.y + upper.box.height - 8 - 10 * up }
      const to = { x: right(lower.box), y: lower.box.y + 8 + 10 * down }
      const out = Math.max(from.x, to.x) + BULGE_PX + 6 * Math.max(up, down)
      const points = [from, { x: out, y: from.y + (to.y - from.y) / 4 }, { x: out, y: to.y - (to.y - from.y) / 4 }, to]
      found.set(one.cable.name, { points, isCurved: true, sides: ['east', 'east'], ends })
    })
  }
  return found
}

const right = ({ x, width }: Box): number => x + width

const liesBetween = (box: Box, upper: Box, lower: Box): boolean =>
  box.y >= upper.y + upper.height - 1 &&
  box.y + box.height <= lower.y + 1 &&
  box.x < Math.max(right(upper), right(lower)) &&
  right(box) > Math.min(upper.x, lower.x)

interface End {
  readonly id: string
  readonly name: string
  readonly box: Box
}

function endsOf({ cable, from, to }: SketchCable, nodes: Places['nodes']): readonly [End, End] {
  const isA = from.endsWith('a')
  const end = (id: string, name: string): End => ({ id, name, box: nodes.get(name) ?? NOWHERE })
  const [first, second] = [end(from, isA ? cable.a.node : cable.b.node), end(to, isA ? cable.b.node : cable.a.node)]
  return first.box.y <= second.box.y ? [first, second] : [second, first]
}

const NOWHERE: Box = { x: 0, y: 0, width: 0, height: 0 }
