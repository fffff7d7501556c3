import { fail } from './problem.ts'

/**
 * What the mechanism that owns a kind says of it; `all` holds what each mechanism says, by kind.
 * @throws BackhoeError (70) `unknown-kind` where no mechanism owns it
 */
export function ownedBy<Value>(what: string, kind: string, all: readonly Readonly<Record<string, Value>>[]): Value {
  const found = all.find((kinds) => Object.hasOwn(kinds, kind))?.[kind]
  if (found !== undefined) return found
  const allowed = all.flatMap((kinds) => Object.keys(kinds)).join(', ')
  return fail({ code: 'unknown-kind', what: `no mechanism owns the ${what} '${kind}'`, allowed }, 70)
}
