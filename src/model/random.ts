/** Numbers in [0, 1) from a seed, the same on every machine: splitmix32 (Steele, Lea, Flood 2014; 32-bit finalizer). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9e37_79b9) >>> 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x21f0_aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a_2d97)
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32
  }
}

/** The seed for one named part of a whole, so that no part's random choices depend on which others there are (FNV-1a, 32 bits). */
export function seedFor(seed: number, part: string): number {
  let hash = 0x811c_9dc5
  for (const byte of new TextEncoder().encode(`${seed}/${part}`)) hash = Math.imul(hash ^ byte, 0x0100_0193)
  return hash >>> 0
}
