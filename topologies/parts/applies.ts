import type { Parameters } from '../../src/compose/index.ts'

/**
 * Refuses what was given and cannot be told to this way of keeping frames from going round. `onlyWith`: the ways that can be
 * told a name; a name that is not there goes with all. `of`: what people call the generator.
 */
export function refuseWhatDoesNotApply(
  parameters: Parameters,
  of: string,
  loopFree: string,
  onlyWith: Readonly<Record<string, readonly string[]>>,
): void {
  for (const name of parameters.given()) {
    const ways = onlyWith[name]
    if (ways === undefined || ways.includes(loopFree) || !parameters.has(name)) continue
    parameters.problem('does-not-apply', `${of} has no '${name}' with loopFree '${loopFree}'`, {
      allowed: `with loopFree ${ways.map((way) => `'${way}'`).join(' or ')}`,
    })
  }
}
