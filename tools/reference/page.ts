import ts from 'typescript'
import { CHAPTERS, RESULTS, type Chapter } from './chapters.ts'
import { commentOf, isInternal } from './comment.ts'
import { handlesOf } from './handles.ts'
import { code, literal, tableOf } from './markdown.ts'
import { OptionReader, type Options } from './options.ts'
import { ENTRIES, Sources, type Entry } from './program.ts'
import { TypeWriter } from './type-text.ts'

/** `docs/reference.md`, and what the sources do not say though a user has to know it. */
export interface Reference {
  readonly text: string
  /** `FlowOptions.rate: its default`. */
  readonly missing: readonly string[]
}

export const reference = (): Reference => new Page().write()

class Page {
  readonly #sources = new Sources()
  readonly #public = new Map(ENTRY_NAMES.flatMap((entry) => [...this.#sources.exportsOf(entry)]))
  readonly #isPublic = (symbol: ts.Symbol): boolean => [...this.#public.values()].includes(symbol)
  readonly #types = new TypeWriter(this.#sources, this.#isPublic)
  readonly #options = new OptionReader(this.#sources, this.#types, this.#isPublic)
  /** Types that a text has named and that have no section yet. */
  readonly #waiting = new Set<ts.Symbol>()
  readonly #written = new Set<ts.Symbol>()
  readonly #missing: string[] = []

  write(): Reference {
    const chapters = CHAPTERS.map((chapter) => this.#chapter(chapter))
    const forgotten = ENTRY_NAMES.flatMap((entry) => this.#callsOf(entry)).filter(
      ([, call]) => !this.#written.has(call),
    )
    this.#missing.push(...forgotten.map(([name]) => `${name}: a chapter of tools/reference/chapters.ts`))
    const types: string[] = []
    for (const symbol of this.#waiting)
      if (!this.#written.has(symbol) && !RESULTS.has(symbol.name)) types.push(this.#type(symbol))
    const sorted = types.sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
    const text = [HEAD, ...chapters, '## Types', TYPES, ...sorted].join('\n\n')
    return { text: `${this.#linked(text)}\n`, missing: [...this.#missing, ...this.#options.missing] }
  }

  #chapter({ title, text, from, names }: Chapter): string {
    const exported = this.#sources.exportsOf(from)
    const symbols = (names ?? this.#callsOf(from).map(([name]) => name)).map(
      (name) => exported.get(name) ?? fail(`${ENTRIES[from]} exports no ${name}`),
    )
    return [`## ${title}`, text, ...symbols.map((symbol) => this.#section(symbol))].join('\n\n')
  }

  /** What an entry exports to be called; a class among them is an error that nobody constructs. */
  #callsOf(entry: Entry): readonly (readonly [string, ts.Symbol])[] {
    const exported = this.#sources.exportsOf(entry)
    return this.#sources.valuesOf(entry).flatMap((name) => {
      const symbol = exported.get(name)
      const declaration = symbol?.valueDeclaration
      return symbol === undefined || declaration === undefined || ts.isClassDeclaration(declaration)
        ? []
        : [[name, symbol]]
    })
  }

  #section(symbol: ts.Symbol): string {
    const declaration = symbol.valueDeclaration
    this.#written.add(symbol)
    if (declaration !== undefined && ts.isFunctionDeclaration(declaration)) return this.#function(symbol, symbol.name)
    const { checker } = this.#sources
    const isObject = declaration !== undefined && ts.isVariableDeclaration(declaration)
    const called = isObject ? symbol.name : CALLED[symbol.name]
    if (called === undefined) return this.#type(symbol)
    const type = isObject ? checker.getTypeOfSymbol(symbol) : checker.getDeclaredTypeOfSymbol(symbol)
    const calls = type
      .getProperties()
      .filter((one) => one.declarations?.some(isPublicCall) === true && !isInternal(one))
    return [commentOf(symbol), ...calls.map((one) => this.#function(one, `${called}.${one.name}`))]
      .filter((part) => part !== '')
      .join('\n\n')
  }

  /** A call: how it is written, what it does, the options of each parameter, and the handles of what it returns. */
  #function(symbol: ts.Symbol, called: string): string {
    const declarations = (symbol.declarations ?? []).filter(isCall)
    const last = declarations.at(-1) ?? fail(`${called} is no call`)
    const text = commentOf(symbol)
    if (text === '') this.#missing.push(`${called}: what it does`)
    const parameters = last.parameters.map((one) => {
      if (one.type === undefined) return one.getText()
      const isOptional = one.questionToken !== undefined || one.initializer !== undefined
      const { text: type, names } = this.#types.write(one.type)
      const rest = one.dotDotDotToken === undefined ? '' : '...'
      return { text: `${rest}${one.name.getText()}${isOptional ? '?' : ''}: ${type}`, names }
    })
    const signature = parameters.map((one) => (typeof one === 'string' ? one : one.text)).join(', ')
    const names = parameters.flatMap((one) => (typeof one === 'string' ? [] : one.names))
    const tables = names.flatMap((name) => this.#optionsOf(name))
    return [`### ${called}`, code(`${called}(${signature})`), text, ...tables, ...this.#handles(declarations)].join(
      '\n\n',
    )
  }

  /** A table where the type is options of this call alone; else it gets a section among the types. */
  #optionsOf(symbol: ts.Symbol): readonly string[] {
    const isOwn = /(Options|Spec)$/.test(symbol.name) && !this.#written.has(symbol)
    if (!isOwn || RESULTS.has(symbol.name)) {
      this.#waiting.add(symbol)
      return []
    }
    const alias = symbol.declarations?.find(ts.isTypeAliasDeclaration)
    if (alias !== undefined) return this.#types.write(alias.type).names.flatMap((one) => this.#optionsOf(one))
    this.#written.add(symbol)
    return [this.#heading(symbol), this.#table(this.#options.read(symbol))]
  }

  #heading(symbol: ts.Symbol): string {
    const text = commentOf(symbol).replace(/ ?Default of each: .*?\.(?=\s|$)/, '')
    return `#### ${symbol.name}${text === '' ? '' : `\n\n${text}`}`
  }

  #type(symbol: ts.Symbol): string {
    this.#written.add(symbol)
    const alias = symbol.declarations?.find(ts.isTypeAliasDeclaration)
    const text = commentOf(symbol)
    if (text === '') this.#missing.push(`${symbol.name}: what it is`)
    if (alias === undefined) return `${this.#heading(symbol).slice(1)}\n\n${this.#table(this.#options.read(symbol))}`
    const { text: type, names } = this.#types.write(alias.type)
    for (const name of names) this.#waiting.add(name)
    return `### ${symbol.name}\n\n${code(type)}\n\n${text}`
  }

  #table({ rows, also }: Options): string {
    for (const name of [...rows.flatMap(({ type }) => type.names), ...also]) this.#waiting.add(name)
    const cells = rows.map(({ name, type, standard, text }) => [
      code(name),
      `${code(type.text)}${[...new Set(type.names)].map((one) => mark(one.name)).join('')}`,
      standard === undefined ? 'must be given' : literal(standard),
      text,
    ])
    const table = tableOf(['option', 'type', 'default', 'what it is'], cells)
    if (also.length === 0) return table
    const links = also.map((one) => `[${one.name}](#${slug(one.name)})`).join(' and ')
    return rows.length === 0 ? `The options of ${links}.` : `${table}\n\nAnd the options of ${links}.`
  }

  #handles(declarations: readonly Call[]): readonly string[] {
    const { checker } = this.#sources
    const results = declarations.flatMap(({ type }) => (type === undefined ? [] : [checker.getTypeFromTypeNode(type)]))
    const handles = results.flatMap((type) => handlesOf(this.#sources, type))
    const once = handles.filter(({ path }, at) => handles.findIndex((other) => other.path === path) === at)
    if (once.length === 0) return []
    const cells = once.map(({ path, kind, text }) => [code(path), kind, text])
    return [tableOf(['handle', 'names', 'which one'], cells)]
  }

  /** Each mark of a type becomes a link where the type has a section, and nothing where it has none. */
  #linked(text: string): string {
    const written = new Set([...this.#written].map(({ name }) => name))
    return text.replaceAll(MARK, (_, name: string) => (written.has(name) ? ` [↗](#${slug(name)})` : ''))
  }
}

const ENTRY_NAMES = Object.keys(ENTRIES) as Entry[]

type Call = ts.FunctionDeclaration | ts.MethodDeclaration | ts.MethodSignature
const isCall = (node: ts.Declaration): node is Call =>
  ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isMethodSignature(node)

const isPublicCall = (node: ts.Declaration): boolean =>
  isCall(node) && !(node.name !== undefined && ts.isPrivateIdentifier(node.name))

/** What a lab calls an object of this type. */
const CALLED: Readonly<Record<string, string>> = { Network: 'net', NodeBuilder: 'node' }

const MARK = /⟦(\w+)⟧/g
const mark = (name: string): string => `⟦${name}⟧`

const slug = (heading: string): string => heading.toLowerCase().replaceAll(/[^\w-]/g, '')

function fail(what: string): never {
  throw new Error(`the reference: ${what}`)
}

const HEAD = `# Reference

Every call that a lab can make, and every option with its type, default and unit.
Written by \`make docs\` from the doc comments of the sources: change those, not this page.
What the calls are for, with examples: [writing labs](writing-labs.md), [topologies](topologies.md).
An option without a value of yours has its default. An unknown option or a value out of range is a problem that names what is allowed; all problems are reported at once.`

const TYPES = 'What parameters and options above are made of.'
