import ts from 'typescript'
import { commentOf, defaultOfEach, isInternal, splitDefault } from './comment.ts'
import type { Sources } from './program.ts'
import type { TypeText, TypeWriter } from './type-text.ts'

/** One row of a table. */
export interface Option {
  readonly name: string
  readonly type: TypeText
  /** Absent: the option must be given. */
  readonly standard?: string
  readonly text: string
}

export interface Options {
  readonly rows: readonly Option[]
  /** Interfaces with a table of their own, all of whose options may be given too. */
  readonly also: readonly ts.Symbol[]
}

/** Reads the members of an interface; what lacks a comment or a default goes to `missing`. */
export class OptionReader {
  readonly missing: string[] = []
  readonly #sources: Sources
  readonly #types: TypeWriter
  readonly #hasTable: (symbol: ts.Symbol) => boolean

  constructor(sources: Sources, types: TypeWriter, hasTable: (symbol: ts.Symbol) => boolean) {
    this.#sources = sources
    this.#types = types
    this.#hasTable = hasTable
  }

  read(symbol: ts.Symbol): Options {
    const each = defaultOfEach(commentOf(symbol))
    const own = members(symbol).flatMap((one) => {
      const option = this.#option(symbol, one, each)
      return option === undefined ? [] : [option]
    })
    const bases = basesOf(symbol).flatMap((name) => this.#sources.referred(name) ?? [])
    const inlined = bases.filter((base) => !this.#hasTable(base)).map((base) => this.read(base))
    return {
      rows: [...own, ...inlined.flatMap(({ rows }) => rows)],
      also: [...bases.filter(this.#hasTable), ...inlined.flatMap(({ also }) => also)],
    }
  }

  #option(of: ts.Symbol, symbol: ts.Symbol, each: string | undefined): Option | undefined {
    const declaration = symbol.declarations?.find(ts.isPropertySignature)
    if (declaration?.type === undefined) return undefined
    const { text, standard = each } = splitDefault(commentOf(symbol))
    const place = `${of.name}.${symbol.name}`
    if (text === '') this.missing.push(`${place}: what it is`)
    const isOptional = declaration.questionToken !== undefined
    if (isOptional && standard === undefined) this.missing.push(`${place}: its default`)
    const type = this.#types.write(declaration.type)
    return { name: symbol.name, type, text, ...(isOptional ? { standard: standard ?? '?' } : {}) }
  }
}

/** In the order of their declaration. */
const members = (symbol: ts.Symbol): readonly ts.Symbol[] =>
  [...(symbol.members?.values() ?? [])].filter((one) => !isInternal(one))

const basesOf = (symbol: ts.Symbol): readonly ts.Expression[] =>
  (symbol.declarations ?? [])
    .filter(ts.isInterfaceDeclaration)
    .flatMap(({ heritageClauses }) => heritageClauses ?? [])
    .flatMap(({ types }) => types.map(({ expression }) => expression))
