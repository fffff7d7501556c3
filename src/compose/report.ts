import type { Problem } from '../model/problem.ts'

/** What a problem is about: the whole; a node, by number, and something in it; or a cable, by number. */
export type Place = 'topology' | { readonly node: number; readonly what?: string } | { readonly cable: number }

export type Report = (place: Place, problem: Omit<Problem, 'where'>) => void
