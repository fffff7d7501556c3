import type ts from 'typescript'
import { commentOf } from './comment.ts'
import type { Sources } from './program.ts'

/** What a generator returns to be named by flows and faults. */
export interface Handle {
  /** `r1.lan`, `host(n).leg1`. */
  readonly path: string
  readonly kind: string
  readonly text: string
}

const KINDS: Readonly<Record<string, string>> = {
  NodeHandle: 'node',
  CableHandle: 'cable',
  CableSelector: 'cable, chosen at the injection',
  CableGroup: 'cables that fail together',
  NodeGroup: 'nodes that fail together',
}

/** The handles of a site, those of its nodes after each; nothing where the type is no object of ours. */
export function handlesOf(sources: Sources, type: ts.Type, before = ''): readonly Handle[] {
  const { checker } = sources
  if (!isOurs(type)) return []
  return checker.getPropertiesOfType(type).flatMap((property): readonly Handle[] => {
    const whole = checker.getTypeOfSymbol(property)
    const call = whole.getCallSignatures()[0]
    const own = call === undefined ? whole : call.getReturnType()
    const kind = kindOf(checker, own)
    const parts = call?.getParameters().map(({ name }) => (name === 'position' ? 'n' : name)) ?? []
    const path = `${before}${property.name}${call === undefined ? '' : `(${parts.join(', ')})`}`
    const below = handlesOf(sources, own, `${path}.`).filter((one) => !isDataOf(one, path))
    if (kind === undefined) return below
    return [{ path, kind, text: commentOf(property).replaceAll(/\s*\n\s*/g, ' ') }, ...below]
  })
}

/** The fields that a handle has for Backhoe, and no lab asks for. */
const isDataOf = ({ path }: Handle, above: string): boolean =>
  /^(node|replicas|cables|nodes|candidates)\b/.test(path.slice(above.length + 1))

function kindOf(checker: ts.TypeChecker, type: ts.Type): string | undefined {
  const name = type.getSymbol()?.name
  if (name !== undefined && name in KINDS) return KINDS[name]
  const bases = type.isClassOrInterface() ? checker.getBaseTypes(type) : []
  return bases.map((base) => kindOf(checker, base)).find((kind) => kind !== undefined)
}

/** Written in a topology; others, such as `Topology`, are data. */
const isOurs = (type: ts.Type): boolean =>
  (type.getSymbol()?.declarations ?? []).some((one) => one.getSourceFile().fileName.includes('/topologies/'))
