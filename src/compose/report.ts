import type { Problem } from '../model/problem.ts'
import { didYouMean } from '../words/nearest.ts'

/** What a problem is about: the whole; a node, by number, and something in it; or a cable, by number. */
export type Part = 'topology' | { readonly node: number; readonly what?: string } | { readonly cable: number }

export type Report = (place: Part, problem: Omit<Problem, 'where'>) => void

/** `of` is `name`, and the node has no such thing; `known` are the names that it has. */
export function unknownName(of: string, name: string, node: string, known: readonly string[]): Omit<Problem, 'where'> {
  return {
    code: 'unknown-name',
    what: `${of} is '${name}', but ${node} has nothing of that name`,
    allowed: known.length > 0 ? known.join(', ') : `${node} has none`,
    ...didYouMean(name, known),
  }
}
