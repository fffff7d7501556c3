import ts from 'typescript'
import type { Sources } from './program.ts'

/** A type as its author wrote it, shortened for people, and the types of ours that it names. */
export interface TypeText {
  readonly text: string
  readonly names: readonly ts.Symbol[]
}

/** Writes types: without `readonly`, with choices in place of their name, with what is not exported taken apart. */
export class TypeWriter {
  readonly #sources: Sources
  readonly #isPublic: (symbol: ts.Symbol) => boolean

  constructor(sources: Sources, isPublic: (symbol: ts.Symbol) => boolean) {
    this.#sources = sources
    this.#isPublic = isPublic
  }

  write(node: ts.TypeNode): TypeText {
    const names: ts.Symbol[] = []
    const text = this.#text(node, names)
    return { text, names }
  }

  #text(node: ts.TypeNode, names: ts.Symbol[]): string {
    const inner = (one: ts.TypeNode): string => this.#text(one, names)
    if (ts.isTypeOperatorNode(node)) return inner(node.type)
    if (ts.isArrayTypeNode(node)) {
      const item = inner(node.elementType)
      return item.includes(' | ') ? `(${item})[]` : `${item}[]`
    }
    if (ts.isUnionTypeNode(node)) return node.types.map(inner).join(' | ')
    if (ts.isIntersectionTypeNode(node)) return node.types.map(inner).join(' & ')
    if (ts.isTypeLiteralNode(node)) return `{ ${node.members.map((one) => this.#member(one, names)).join(', ')} }`
    if (ts.isMappedTypeNode(node)) return '{ [name]: … }'
    if (ts.isTypeReferenceNode(node)) return this.#reference(node, names)
    if (ts.isIndexedAccessTypeNode(node)) return this.#computed(node)
    return node.getText().replaceAll(/\s+/g, ' ')
  }

  #member(node: ts.TypeElement, names: ts.Symbol[]): string {
    if (!ts.isPropertySignature(node) || node.type === undefined) return node.getText()
    return `${node.name.getText()}${node.questionToken === undefined ? '' : '?'}: ${this.#text(node.type, names)}`
  }

  #reference(node: ts.TypeReferenceNode, names: ts.Symbol[]): string {
    const given = (node.typeArguments ?? []).map((one) => this.#text(one, names))
    const name = node.typeName.getText()
    const symbol = this.#sources.referred(node.typeName)
    if (symbol === undefined) {
      if (['Readonly', 'NoInfer'].includes(name)) return given[0] ?? name
      return ['Record', 'Partial', 'Omit', 'Pick'].includes(name)
        ? `${name}<${given.join(', ')}>`
        : this.#computed(node)
    }
    const declaration = symbol.declarations?.[0]
    if (declaration !== undefined && ts.isTypeParameterDeclaration(declaration))
      return declaration.constraint === undefined ? name : this.#text(declaration.constraint, names)
    if (declaration !== undefined && ts.isTypeAliasDeclaration(declaration)) {
      if (isChoice(declaration.type) || !this.#isPublic(symbol)) return this.#text(declaration.type, names)
    }
    names.push(symbol)
    return name
  }

  /** What only the compiler can tell: `BondConfig['mode']`, `Exclude<…>`. */
  #computed(node: ts.TypeNode): string {
    const { checker } = this.#sources
    const type = checker.getTypeFromTypeNode(node)
    return checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation).replaceAll('"', "'")
  }
}

const isChoice = (node: ts.TypeNode): boolean => ts.isUnionTypeNode(node) && node.types.every(ts.isLiteralTypeNode)
