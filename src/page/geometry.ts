import type { PlacedCable, Point } from '../picture/layout.ts'

/** A place on a cable, and the direction from `a` to `b` there, in degrees. */
export interface Middle extends Point {
  readonly turn: number
}

/** The middle of a cable. */
export function middleOf({ points, isCurved }: PlacedCable): Middle {
  return isCurved ? middleOfCurve(points) : middleOfLine(points)
}

const turnOf = (from: Point, to: Point): number => (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI

/** A cubic Bézier curve through its first and last point. */
function middleOfCurve([a, b, c, d]: readonly Point[]): Middle {
  if (a === undefined || b === undefined || c === undefined || d === undefined) return { x: 0, y: 0, turn: 0 }
  const at = (of: 'x' | 'y'): number => (a[of] + 3 * b[of] + 3 * c[of] + d[of]) / 8
  const turn = turnOf({ x: a.x + b.x, y: a.y + b.y }, { x: c.x + d.x, y: c.y + d.y })
  return { x: at('x'), y: at('y'), turn }
}

function middleOfLine(points: readonly Point[]): Middle {
  const parts = points.slice(1).map((to, at) => ({ from: points[at] ?? to, to }))
  const lengths = parts.map(({ from, to }) => Math.hypot(to.x - from.x, to.y - from.y))
  let left = lengths.reduce((sum, one) => sum + one, 0) / 2
  for (const [at, { from, to }] of parts.entries()) {
    const length = lengths[at] ?? 0
    if (left <= length && length > 0) {
      const share = left / length
      return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share, turn: turnOf(from, to) }
    }
    left -= length
  }
  return { x: points[0]?.x ?? 0, y: points[0]?.y ?? 0, turn: 0 }
}
