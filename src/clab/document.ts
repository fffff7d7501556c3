import { Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml'
import type {
  DocumentOptions,
  EmptyStream,
  Node,
  Pair,
  ParseOptions,
  SchemaOptions,
  YAMLMap,
  YAMLParseError,
} from 'yaml'
import { fromWorkingDirectory } from '../words/callsite.ts'
import { BackhoeError, fail, type Problem } from '../model/problem.ts'
import { anchorsOf, decode, type Anchors } from './decode.ts'
import { expand, ExpansionError, type Environment, type Expanded } from './expand.ts'
import { joinFlows } from './flow.ts'
import { TOPOLOGY_FILE } from './shapes.ts'

export type Path = readonly (string | number)[]

/** A topology file as containerlab reads it, which still knows where everything stands. */
export class ClabDocument {
  /** What the file says in containerlab's types, once anchors, merges and the environment are in their places. */
  readonly value: unknown
  /** What is wrong with single values, which `value` lacks. */
  readonly problems: readonly Problem[]
  readonly #yaml: Document.Parsed
  readonly #anchors: Anchors
  readonly #pairs = new WeakMap<YAMLMap, ReadonlyMap<string, Pair<Node, Node | null>>>()
  readonly #place: (offset: number) => string

  /** @throws BackhoeError where the text is a template, or is no YAML */
  constructor(text: string, file: string, env: Environment) {
    const lines = new LineCounter()
    lines.addNewLine(0)
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1)
    const name = fromWorkingDirectory(file)
    const inText = (offset: number): string => {
      const { line, col } = lines.linePos(Math.min(offset, text.length))
      return `${name}:${String(line)}:${String(col)}`
    }
    refuseTemplate(text, name, inText)
    const expanded = expanding(text, env, inText)
    this.#place = (offset) => inText(expanded.origin(offset))
    if (expanded.text.includes('{{')) refuseTemplate(expanded.text, name, this.#place)
    const { yaml, anchors, value, problems } = notTooDeep(name, () => {
      const document = parsed(expanded.text, name, this.#place)
      const found = anchorsOf(document)
      return { yaml: document, anchors: found, ...decode(document, found, TOPOLOGY_FILE, this.#place) }
    })
    this.#yaml = yaml
    this.#anchors = anchors
    this.value = value
    this.problems = problems
  }

  /** `file:line:col` of the value at a path, or of the nearest one around it. */
  where(path: Path): string {
    const { value } = this.#find(path)
    return this.#place(value?.range?.[0] ?? 0)
  }

  /** The same of the key by which a value is known. */
  whereKey(path: Path): string {
    const { key, value } = this.#find(path)
    return this.#place((key ?? value)?.range?.[0] ?? 0)
  }

  #find(path: Path): { key: Node | null; value: Node | null } {
    let [key, value]: [Node | null, Node | null] = [null, this.#yaml.contents]
    for (const step of path) {
      const whole = isAlias(value) ? this.#anchors.get(value) : value
      if (isMap(whole)) {
        const pair = this.#pairsOf(whole).get(String(step))
        if (pair === undefined) break
        key = pair.key
        value = pair.value ?? pair.key
      } else if (isSeq(whole)) {
        const item = whole.items[Number(step)] as Node | undefined
        if (item === undefined) break
        key = null
        value = item
      } else break
    }
    return { key, value }
  }

  #pairsOf(map: YAMLMap): ReadonlyMap<string, Pair<Node, Node | null>> {
    const known = this.#pairs.get(map)
    if (known !== undefined) return known
    const pairs = new Map(
      (map.items as Pair<Node, Node | null>[])
        .toReversed()
        .flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair] as const] : [])),
    )
    this.#pairs.set(map, pairs)
    return pairs
  }
}

/** containerlab runs every topology file through Go's template engine; only it can do that. */
function refuseTemplate(text: string, name: string, place: (offset: number) => string): void {
  const at = text.indexOf('{{')
  if (at < 0) return
  fail({
    code: 'clab-template',
    what: `${name} is a Go template: what it becomes only containerlab can say`,
    where: place(at),
    next: `containerlab deploy --topo ${name} --export-rendered plain.clab.yml writes what it becomes; give us that file`,
  })
}

function expanding(text: string, env: Environment, place: (offset: number) => string): Expanded {
  try {
    return expand(text, env)
  } catch (error) {
    if (!(error instanceof ExpansionError)) throw error
    return fail({
      code: 'clab-variable',
      what: 'a variable has no closing brace on its line',
      where: place(error.offset),
      allowed: '${NAME}, ${NAME:-default}; a dollar sign of its own is $$',
    })
  }
}

/** Of several documents in one file containerlab reads the first. */
function parsed(text: string, name: string, place: (offset: number) => string): Document.Parsed {
  const document = firstOf(parseAllDocuments(joinFlows(text), READING))
  const errors = document.errors.filter((error) => !isTaken(error))
  if (errors.length === 0) return document
  if (errors.some(({ message }) => message.includes('call stack'))) tooDeep(name)
  throw new BackhoeError(
    errors
      .slice(0, MOST_ERRORS)
      .map(({ message, pos }) => ({ code: 'clab-yaml', what: message, where: place(pos[0]) })),
  )
}

/** Scalars stay the texts that they are: only `decode` knows what containerlab makes of them. A key may be there twice. */
const READING: ParseOptions & DocumentOptions & SchemaOptions = {
  schema: 'failsafe',
  resolveKnownTags: false,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
}

const firstOf = (documents: readonly Document.Parsed[] | EmptyStream): Document.Parsed =>
  (Array.isArray(documents) ? (documents as readonly Document.Parsed[])[0] : undefined) ??
  (new Document(null, READING) as Document.Parsed)

/** What YAML forbids and the library that containerlab reads with takes: a comment right behind a quote or a bracket. */
const isTaken = ({ code, message }: Pick<YAMLParseError, 'code' | 'message'>): boolean =>
  code === 'MISSING_CHAR' && message.startsWith('Comments must be separated')

function notTooDeep<T>(name: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return tooDeep(name)
  }
}

const tooDeep = (name: string): never =>
  fail({ code: 'clab-too-deep', what: `${name} nests deeper than any lab, and was not read` })

/** One broken bracket breaks what follows. */
const MOST_ERRORS = 10
