import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import ts from 'typescript'

const ROOT = join(import.meta.dirname, '../..')

/** What a user may import: from `backhoe-lab`, `backhoe-lab/chaos` and `backhoe-lab/topologies`. */
export const ENTRIES = { lab: 'src/index.ts', chaos: 'chaos/index.ts', topologies: 'topologies/index.ts' } as const
export type Entry = keyof typeof ENTRIES

/** The public sources as the compiler reads them. Only our own files: nothing of a package stands in the reference. */
export class Sources {
  readonly checker: ts.TypeChecker
  readonly #program: ts.Program

  constructor() {
    const options: ts.CompilerOptions = { lib: ['lib.es5.d.ts'], types: [], strict: true, noEmit: true }
    const host = ts.createCompilerHost(options)
    host.resolveModuleNameLiterals = (names, from) =>
      names.map(({ text }) => {
        const file = resolve(dirname(from), text)
        const isOurs = text.startsWith('.') && existsSync(file)
        return { resolvedModule: isOurs ? { resolvedFileName: file, extension: ts.Extension.Ts } : undefined }
      })
    this.#program = ts.createProgram(
      Object.values(ENTRIES).map((file) => join(ROOT, file)),
      options,
      host,
    )
    this.checker = this.#program.getTypeChecker()
  }

  /** What an entry exports, by name, as it was declared. */
  exportsOf(entry: Entry): ReadonlyMap<string, ts.Symbol> {
    const file = this.#program.getSourceFile(join(ROOT, ENTRIES[entry]))
    const module = file === undefined ? undefined : this.checker.getSymbolAtLocation(file)
    const all = module === undefined ? [] : this.checker.getExportsOfModule(module)
    return new Map(all.map((symbol) => [symbol.name, this.declared(symbol)]))
  }

  /** A file that an entry leads to, by its path in the clone; undefined: none does. */
  fileAt(path: string): ts.SourceFile | undefined {
    return this.#program.getSourceFile(join(ROOT, path))
  }

  /** The names that it exports as values, in the order in which it names them: `export type` is for signatures only. */
  valuesOf(entry: Entry): readonly string[] {
    const statements = this.#program.getSourceFile(join(ROOT, ENTRIES[entry]))?.statements ?? []
    return statements.flatMap((one) => {
      if (!ts.isExportDeclaration(one) || one.isTypeOnly) return []
      if (one.exportClause === undefined || !ts.isNamedExports(one.exportClause)) return []
      return one.exportClause.elements.filter(({ isTypeOnly }) => !isTypeOnly).map(({ name }) => name.text)
    })
  }

  /** The symbol itself, where this one is an import or an export of it. */
  declared(symbol: ts.Symbol): ts.Symbol {
    return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : this.checker.getAliasedSymbol(symbol)
  }

  /** What a name in the sources refers to; undefined for the language's own, such as `Readonly`. */
  referred(name: ts.Node): ts.Symbol | undefined {
    const found = this.checker.getSymbolAtLocation(name)
    const symbol = found === undefined ? undefined : this.declared(found)
    const isOurs = symbol?.declarations?.some((one) => !this.#program.isSourceFileDefaultLibrary(one.getSourceFile()))
    return isOurs === true ? symbol : undefined
  }
}
