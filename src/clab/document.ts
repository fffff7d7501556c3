import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml'
import type { Document, Node, Pair } from 'yaml'
import { fromWorkingDirectory } from '../model/callsite.ts'
import { BackhoeError, fail } from '../model/problem.ts'
import { expand, ExpansionError, type Environment, type Expanded } from './expand.ts'

export type Path = readonly (string | number)[]

/** A topology file as containerlab reads it, which still knows where everything stands. */
export class ClabDocument {
  /** What the file says, once anchors, merges and the environment are in their places. */
  readonly value: unknown
  readonly yaml: Document.Parsed
  readonly #place: (offset: number) => string

  /** @throws BackhoeError where the text is a template, is no YAML, or names what must be one twice */
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
    this.yaml = parsed(expanded.text, name, this.#place)
    namesAreTexts(this.yaml)
    this.value = plain(this.yaml, name)
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
    let [key, value]: [Node | null, Node | null] = [null, this.yaml.contents]
    for (const step of path) {
      const whole = resolved(value, this.yaml)
      if (isMap(whole)) {
        const pair = whole.items.find((one) => isScalar(one.key) && String(one.key.value) === String(step)) as
          Pair<Node, Node | null> | undefined
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
}

const resolved = (node: Node | null, document: Document.Parsed): Node | null | undefined =>
  isAlias(node) ? node.resolve(document) : node

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

function parsed(text: string, name: string, place: (offset: number) => string): Document.Parsed {
  let document: Document.Parsed
  try {
    document = parseDocument(text, { merge: true, prettyErrors: false, logLevel: 'silent' })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return tooDeep(name)
  }
  if (document.errors.length === 0) return document
  if (document.errors.some(({ message }) => message.includes('call stack'))) tooDeep(name)
  throw new BackhoeError(
    document.errors.slice(0, MOST_ERRORS).map(({ code, message, pos }) => ({
      code: code === 'DUPLICATE_KEY' ? 'clab-duplicate' : 'clab-yaml',
      what: code === 'DUPLICATE_KEY' ? `${JSON.stringify(wordAt(text, pos[0]))} is there twice` : message,
      where: place(pos[0]),
    })),
  )
}

const tooDeep = (name: string): never =>
  fail({ code: 'clab-too-deep', what: `${name} nests deeper than any lab, and was not read` })

/** One broken bracket breaks what follows. */
const MOST_ERRORS = 10

const wordAt = (text: string, at: number): string => /^["']?([^\s"':]+)/.exec(text.slice(at, at + 200))?.[1] ?? ''

/** A node called 01 or 1e3 is called so. */
function namesAreTexts(document: Document.Parsed): void {
  visit(document, {
    Pair: (_, { key }) => {
      if (isScalar(key) && (typeof key.value === 'number' || typeof key.value === 'boolean'))
        key.value = key.source ?? String(key.value)
    },
  })
}

function plain(document: Document.Parsed, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES })
  } catch (error) {
    if (error instanceof ReferenceError)
      return fail({
        code: 'clab-aliases',
        what: `${name}: ${said(error)}`,
        allowed: 'anchors that are there, and aliases that do not multiply',
      })
    if (error instanceof RangeError) return tooDeep(name)
    throw error
  }
}

const said = ({ message }: Error): string =>
  message.startsWith('Excessive alias count') ? 'its YAML aliases explode: a few lines would fill the memory' : message

/** What one anchor may come to, aliases within aliases counted. */
const MOST_ALIASES = 1000
