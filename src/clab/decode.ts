import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  visit,
  type Alias,
  type Document,
  type Node,
  type Scalar,
  type YAMLMap,
} from 'yaml'
import type { Problem } from '../model/problem.ts'
import { resolveScalar, textOf } from './scalar.ts'
import { ANYTHING, type Fields, type Shape } from './shapes.ts'
import { cut, shown } from './said.ts'
import { remedyFor } from '../words/nearest.ts'
import { isMapping } from './values.ts'

export interface Decoded {
  readonly value: unknown
  readonly problems: readonly Problem[]
}

/**
 * A document as gopkg.in/yaml.v2 2.4.0 puts it into Go's types (decode.go, UnmarshalStrict): any scalar is a text where one
 * is asked, a null is whatever is empty, a key that a struct has not is refused, and so is one that is there twice. A merge
 * takes effect where it stands: what comes later in a struct wins, and in a map nothing may come twice.
 */
export function decode(
  document: Document.Parsed,
  anchors: Anchors,
  shape: Shape,
  place: (offset: number) => string,
): Decoded {
  const decoder = new Decoder(anchors, place)
  const value = decoder.decode(document.contents, shape, [], null)
  return { value, problems: decoder.problems }
}

type Path = readonly string[]
const nameOf = (path: Path): string => (path.length === 0 ? 'the file' : path.map(cut).join('.'))

/** What each alias stands for: the anchor of its name that comes last before it. */
export type Anchors = ReadonlyMap<Alias, Node>

export function anchorsOf(document: Document.Parsed): Anchors {
  const anchors = new Map<string, Node>()
  const found = new Map<Alias, Node>()
  visit(document, {
    Alias: (_, alias) => {
      const node = anchors.get(alias.source)
      if (node !== undefined) found.set(alias, node)
    },
    Value: (_, node) => {
      if (node.anchor !== undefined) anchors.set(node.anchor, node)
    },
  })
  return found
}

/** Whether the aliases of a file explode (decode.go, allowedAliasRatio): a few lines would fill the memory. */
const isExplosion = (aliased: number, all: number): boolean =>
  aliased > 100 && all > 1000 && aliased / all > 0.99 - 0.89 * Math.min(1, Math.max(0, (all - 400_000) / 3_600_000))

class Decoder {
  readonly problems: Problem[] = []
  readonly #anchors: Anchors
  readonly #place: (offset: number) => string
  readonly #inside = new Set<Alias>()
  readonly #blamed = new Set<string>()
  #decoded = 0
  #aliased = 0
  #exploded = false

  constructor(anchors: Anchors, place: (offset: number) => string) {
    this.#anchors = anchors
    this.#place = place
  }

  /** `before`: what a merge has put there, and a map or a struct adds to. Undefined: it cannot be, and a problem says why. */
  decode(node: Node | null, shape: Shape, path: Path, before: unknown): unknown {
    this.#decoded++
    if (this.#inside.size > 0) this.#aliased++
    if (this.#exploded) return undefined
    if (isExplosion(this.#aliased, this.#decoded)) {
      this.#exploded = true
      return this.#aliases(node, 'its YAML aliases explode: a few lines would fill the memory')
    }
    if (isAlias(node)) return this.#alias(node, shape, path, before)
    if (node === null || (isScalar(node) && resolveScalar(node).type === 'null')) return null
    if (shape.is === 'variants') return this.decode(node, shape.of(this.#textAt(node, shape.key)), path, before)
    if (isScalar(node)) return this.#scalar(node, shape, path)
    if (isSeq(node)) return this.#list(node.items as Node[], node, shape, path)
    if (isMap(node)) return this.#mapping(node as YAMLMap<Node, Node | null>, shape, path, before)
    return undefined
  }

  /** What an anchor holds is blamed once, however often it is used. */
  #refuse(node: Node | null, problem: Omit<Problem, 'where'>): unknown {
    const where = this.#place(node?.range?.[0] ?? 0)
    const key = `${where} ${problem.what}`
    if (!this.#blamed.has(key)) this.problems.push({ ...problem, where })
    this.#blamed.add(key)
    return undefined
  }

  #aliases(node: Node | null, what: string): unknown {
    return this.#refuse(node, {
      code: 'clab-aliases',
      what,
      allowed: 'anchors that are there, and aliases that do not multiply',
    })
  }

  #alias(alias: Alias, shape: Shape, path: Path, before: unknown): unknown {
    const node = this.#anchors.get(alias)
    if (node === undefined) {
      return this.#aliases(alias, `there is no anchor '${cut(alias.source)}' before this alias`)
    }
    if (this.#inside.has(alias)) {
      return this.#aliases(alias, `the anchor '${cut(alias.source)}' contains itself`)
    }
    this.#inside.add(alias)
    const value = this.decode(node, shape, path, before)
    this.#inside.delete(alias)
    return value
  }

  /** The text at a key, before the shape of the whole is known. */
  #textAt(node: Node, key: string): string {
    const map = isAlias(node) ? this.#anchors.get(node) : node
    if (!isMap(map)) return ''
    let found = ''
    for (const pair of map.items as { key: Node; value: Node | null }[]) {
      if (isMerge(pair.key))
        found =
          this.#mapsOf(pair.value)
            .map((one) => this.#textAt(one, key))
            .at(-1) || found
      else if (isScalar(pair.key) && textOf(pair.key) === key) {
        const value = isAlias(pair.value) ? this.#anchors.get(pair.value) : pair.value
        if (isScalar(value)) found = resolveScalar(value).type === 'null' ? '' : textOf(value)
      }
    }
    return found
  }

  #scalar(scalar: Scalar, shape: Shape, path: Path): unknown {
    const { type, value } = resolveScalar(scalar)
    const number = type === 'whole' || type === 'number' ? Number(value) : null
    switch (shape.is) {
      case 'text':
        return textOf(scalar)
      case 'anything':
        return value
      case 'flag':
        if (type === 'flag') return value
        break
      case 'number':
        if (number !== null) return number
        break
      case 'natural':
      case 'whole':
        if (number !== null && Math.abs(number) < 2 ** 63 && (shape.is === 'whole' || number >= 0))
          return Math.trunc(number)
        break
      case 'duration':
        if (type === 'whole') return value
        if (isDuration(textOf(scalar))) return textOf(scalar)
        break
    }
    return this.#wrong(scalar, shape, path, value)
  }

  #wrong(node: Node, shape: Shape, path: Path, value: unknown): unknown {
    return this.#refuse(node, {
      code: 'clab-value',
      what: `${nameOf(path)} is ${shown(value)}`,
      allowed: ALLOWED[shape.is],
    })
  }

  #list(items: readonly Node[], node: Node, shape: Shape, path: Path): unknown {
    if (shape.is !== 'list' && shape.is !== 'anything') {
      this.#wrong(node, shape, path, [])
      return
    }
    const of = shape.is === 'list' ? shape.of : ANYTHING
    // What cannot be keeps its place, by which the others are known.
    return items.map((item, index) => this.decode(item, of, [...path, String(index)], null) ?? null)
  }

  #mapping(map: YAMLMap<Node, Node | null>, shape: Shape, path: Path, before: unknown): unknown {
    if (shape.is !== 'struct' && shape.is !== 'map' && shape.is !== 'anything') {
      this.#wrong(map, shape, path, {})
      return
    }
    const out = new Map<string, unknown>(Object.entries(isMapping(before) ? before : {}))
    const done = new Set<string>()
    for (const { key, value } of map.items) {
      if (isMerge(key)) {
        for (const one of this.#mapsOf(value)) {
          const merged = this.decode(one, shape, path, Object.fromEntries(out))
          if (isMapping(merged)) for (const [name, what] of Object.entries(merged)) out.set(name, what)
        }
        continue
      }
      const name = this.#keyOf(key, path)
      if (name === null) continue
      const of = shape.is === 'struct' ? fieldOf(shape.fields, name) : shape.is === 'map' ? shape.of : ANYTHING
      if (of === undefined) {
        this.#unknownKey(key, name, (shape as { fields: Fields }).fields, path)
      } else if (shape.is === 'struct' ? done.has(name) : out.has(name)) {
        this.#refuse(key, { code: 'clab-duplicate', what: `${JSON.stringify(cut(name))} is there twice` })
      } else {
        done.add(name)
        const found = this.decode(value, of, [...path, name], shape.is === 'struct' ? out.get(name) : null)
        if (found !== undefined) out.set(name, found)
      }
    }
    return Object.fromEntries(out)
  }

  /** The maps of a merge, from the least important to the most. */
  #mapsOf(value: Node | null): readonly Node[] {
    const ofOne = (one: Node | null): Node[] => {
      const map = isAlias(one) ? (this.#anchors.get(one) ?? one) : one
      if (one !== null && (isMap(map) || isAlias(map))) return [one]
      this.#refuse(one, { code: 'clab-yaml', what: 'a merge (<<) takes mappings only' })
      return []
    }
    return isSeq(value) ? (value.items as Node[]).toReversed().flatMap(ofOne) : ofOne(value)
  }

  #keyOf(key: Node, path: Path): string | null {
    const node = isAlias(key) ? this.#anchors.get(key) : key
    if (isScalar(node)) return resolveScalar(node).type === 'null' ? '' : textOf(node)
    this.#refuse(key, { code: 'clab-name', what: `${nameOf(path)} has a key that is no text` })
    return null
  }

  #unknownKey(key: Node, name: string, fields: Fields, path: Path): void {
    this.#refuse(key, {
      code: 'clab-key',
      what: `${nameOf(path)} has no '${cut(name)}'`,
      ...remedyFor(name, Object.keys(fields)),
    })
  }
}

const isMerge = (key: Node): boolean =>
  isScalar(key) && key.value === '<<' && (key.type === 'PLAIN' || key.tag === 'tag:yaml.org,2002:merge')

const fieldOf = (fields: Fields, name: string): Shape | undefined =>
  Object.hasOwn(fields, name) ? fields[name] : undefined

/** As Go's time.ParseDuration takes it. */
const isDuration = (text: string): boolean =>
  text === '0' || /^[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(text)

const ALLOWED: Readonly<Record<Shape['is'], string>> = {
  text: 'a text',
  whole: 'a whole number',
  natural: 'a whole number',
  number: 'a number',
  flag: 'true or false',
  duration: "a duration, such as '8760h'",
  anything: 'anything',
  list: 'a list',
  map: 'a mapping',
  struct: 'a mapping',
  variants: 'a mapping',
}
