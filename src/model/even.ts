import { seededRandom, seedFor } from './random.ts'

/**
 * Primitive polynomials over GF(2) and initial direction numbers of Sobol's sequence, for its second dimension and the
 * others; the first is van der Corput's (Joe and Kuo 2008, new-joe-kuo-6.21201).
 */
const POLYNOMIALS: readonly { readonly coefficients: number; readonly initial: readonly number[] }[] = [
  { coefficients: 0, initial: [1] },
  { coefficients: 1, initial: [1, 3] },
  { coefficients: 1, initial: [1, 3, 1] },
  { coefficients: 2, initial: [1, 1, 1] },
  { coefficients: 1, initial: [1, 1, 3, 3] },
]

const BITS = 32

/** How many phases one trial can have chosen. */
export const DIMENSIONS = POLYNOMIALS.length + 1

const DIRECTIONS: readonly (readonly number[])[] = [
  Array.from({ length: BITS }, (_, bit) => 2 ** (BITS - 1 - bit)),
  ...POLYNOMIALS.map(directionsOf),
]

/** v_k as 32-bit fractions, by Bratley and Fox's recurrence. */
function directionsOf({ coefficients, initial }: (typeof POLYNOMIALS)[number]): number[] {
  const degree = initial.length
  const numbers = initial.map((m, bit) => m * 2 ** (BITS - 1 - bit))
  for (let bit = degree; bit < BITS; bit++) {
    const base = numbers[bit - degree] ?? 0
    let number = base ^ (base >>> degree)
    for (let k = 1; k < degree; k++) if (((coefficients >> (degree - 1 - k)) & 1) === 1) number ^= numbers[bit - k] ?? 0
    numbers.push(number >>> 0)
  }
  return numbers
}

/**
 * Where trial `index` lies in the unit cube: a point of Sobol's sequence, moved by the seed.
 * However many trials there are, in each dimension their largest gap (around the circle) is less than twice that of equal
 * spacing, and two dimensions together are even as well. A point depends on seed and index alone.
 */
export function evenPoint(seed: number, index: number): readonly number[] {
  return DIRECTIONS.map((directions, dimension) => {
    let bits = 0
    for (let bit = 0; bit < BITS; bit++) if (((index >>> bit) & 1) === 1) bits ^= directions[bit] ?? 0
    const moved = seededRandom(seedFor(seed, `dimension ${String(dimension)}`))()
    return ((bits >>> 0) / 2 ** BITS + moved) % 1
  })
}
