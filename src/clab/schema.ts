import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { nearest, type Problem } from '../model/problem.ts'
import schema from '../../schema/clab.schema.json' with { type: 'json' }
import type { ClabDocument, Path } from './document.ts'
import { isOlderKind } from './kinds.ts'

const ID = schema.$id
let ajv: Ajv | null = null

/** Compiled at the first call: a lab without a file of its own does not wait for it. */
function validator(part: string): ValidateFunction {
  if (ajv === null) {
    ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, verbose: true })
    ajv.addSchema(schema)
  }
  const found = ajv.getSchema(part === '' ? ID : `${ID}#/definitions/${part}`)
  if (found === undefined) throw new Error(`containerlab's schema has no ${part}`)
  return found
}

/**
 * What containerlab's own schema says against a part of the file: `part` is a definition of the schema, '' the whole.
 * Each place is blamed once; where alternatives fail it is the deepest that speaks.
 */
export function schemaProblems(document: ClabDocument, part: string, value: unknown, at: Path): Problem[] {
  const validate = validator(part)
  if (validate(value)) return []
  const errors = (validate.errors ?? []).filter((error) => !isForgiven(error))
  const telling = errors.filter(
    (error) =>
      !COMPOSITE.has(error.keyword) ||
      !errors.some(
        (other) =>
          other !== error && other.instancePath.startsWith(error.instancePath) && !COMPOSITE.has(other.keyword),
      ),
  )
  const seen = new Set<string>()
  return telling.flatMap((error) => {
    const problem = problemOf(document, error, [...at, ...pathOf(error.instancePath)])
    const key = `${problem.where ?? ''} ${problem.code}`
    if (seen.has(key)) return []
    seen.add(key)
    return [problem]
  })
}

const COMPOSITE = new Set(['oneOf', 'anyOf', 'allOf', 'if', 'not'])

/** What containerlab takes though its schema does not: a number where a text is due, an empty node, an older kind. */
function isForgiven({ keyword, params, data, schemaPath }: ErrorObject): boolean {
  if (keyword === 'type' && params.type === 'string') return typeof data === 'number' || typeof data === 'boolean'
  if (keyword === 'type' && params.type === 'null') return true
  if (keyword === 'enum' && schemaPath.endsWith('/kind/enum'))
    return isOlderKind(data) || isOlderKind(String(data).toLowerCase())
  return keyword === 'additionalProperties' && isOlderKind(params.additionalProperty)
}

const pathOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))

function problemOf(document: ClabDocument, error: ErrorObject, path: Path): Problem {
  const { keyword, params, data, parentSchema = {}, message = 'is wrong' } = error
  const name = path.length === 0 ? 'the file' : path.join('.')
  const where = document.where(path)
  if (keyword === 'additionalProperties') {
    const key = String(params.additionalProperty)
    return unknownKey(name, key, parentSchema, document.whereKey([...path, key]))
  }
  if (keyword === 'required') {
    return {
      code: 'clab-missing',
      what: `${name} has no '${String(params.missingProperty)}'`,
      where: document.whereKey(path),
    }
  }
  if (keyword === 'enum') {
    const allowed = (params.allowedValues as readonly unknown[]).map(String)
    const code = path.at(-1) === 'kind' ? 'clab-kind' : 'clab-value'
    return { code, what: `${name} is ${shown(data)}`, where, ...meant(shown(data), allowed) }
  }
  if (keyword === 'type') {
    const types = [params.type as string | readonly string[]].flat()
    return {
      code: 'clab-value',
      what: `${name} is ${shown(data)}`,
      where,
      allowed: types.map((type) => TYPES[type] ?? type).join(' or '),
    }
  }
  if (keyword === 'uniqueItems') return { code: 'clab-value', what: `${name} holds the same twice`, where }
  if (keyword === 'pattern')
    return { code: 'clab-value', what: `${name} is ${shown(data)}`, where, allowed: String(params.pattern) }
  return {
    code: 'clab-value',
    what: `${name} ${message}${COMPOSITE.has(keyword) ? `: it is ${shown(data)}` : ''}`,
    where,
  }
}

const TYPES: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a mapping',
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
}

function unknownKey(
  name: string,
  key: string,
  { properties, patternProperties }: Record<string, unknown>,
  where: string,
): Problem {
  if (typeof properties === 'object' && properties !== null) {
    const code = name === 'topology.kinds' ? 'clab-kind' : 'clab-key'
    return { code, what: `${name} has no '${cut(key)}'`, where, ...meant(key, Object.keys(properties)) }
  }
  const pattern = Object.keys(patternProperties ?? {}).join(' or ')
  const what = name === 'topology.nodes' ? `a node is called ${shown(key)}` : `${name} has a key ${shown(key)}`
  return { code: 'clab-name', what, where, allowed: pattern }
}

function meant(said: string, allowed: readonly string[]): Pick<Problem, 'allowed' | 'next'> {
  const guess = nearest(cut(said), allowed)
  const list =
    allowed.length > MOST_NAMED ? `one of the ${String(allowed.length)} that containerlab has` : allowed.join(', ')
  return { allowed: list, ...(guess === undefined ? {} : { next: `did you mean '${guess}'?` }) }
}

const MOST_NAMED = 20
const LONGEST = 60
const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)

export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(cut(value))
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value)
  return value === undefined ? 'missing' : Array.isArray(value) ? 'a list' : 'a mapping'
}
