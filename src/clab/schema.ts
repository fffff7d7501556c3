import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import type { Problem } from '../model/problem.ts'
import schema from '../../schema/clab.schema.json' with { type: 'json' }
import type { ClabDocument } from './document.ts'
import { KINDS } from './kinds.ts'
import { shown } from './said.ts'
import { remedyFor } from '../words/nearest.ts'
import { isMapping, mapping, type Mapping } from './values.ts'

let validator: ValidateFunction | null = null

/** Compiled at the first call: it takes as long as all else that `inspect` does. */
function validate(value: unknown): readonly ErrorObject[] {
  validator ??= new Ajv({ strict: false, validateFormats: false, allErrors: true, verbose: true }).compile(schema)
  return validator(value) ? [] : (validator.errors ?? [])
}

/**
 * Keys and values that containerlab's schema does not list and its code does not refuse: slips perhaps, or newer or older than
 * the schema. Links are left out, because of nine alternatives the schema blames all.
 */
export function schemaWarnings(document: ClabDocument): Problem[] {
  const warnings = validate(withoutLinks(document.value)).flatMap((error) => warningOf(document, error))
  return [...new Map(warnings.toReversed().map((one) => [one.where, one])).values()].toReversed()
}

function withoutLinks(value: unknown): unknown {
  if (!isMapping(value)) return value
  const rest: Mapping = Object.fromEntries(
    Object.entries(mapping(value, 'topology')).filter(([key]) => key !== 'links'),
  )
  return { ...value, topology: rest }
}

/** The schema lists one name of each kind, and not every kind. */
const isKind = (name: unknown): boolean => typeof name === 'string' && KINDS.includes(name.toLowerCase())

const pathOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))

function warningOf(document: ClabDocument, { keyword, params, data, instancePath }: ErrorObject): Problem[] {
  const path = pathOf(instancePath)
  const code = 'clab-schema'
  if (keyword === 'additionalProperties') {
    const key = String(params.additionalProperty)
    if (isKind(key)) return []
    const name = [...path, key].join('.')
    return [{ code, what: `containerlab's schema has no ${name}`, where: document.whereKey([...path, key]) }]
  }
  if (keyword !== 'enum' || data === null || (path.at(-1) === 'kind' && isKind(data))) return []
  const allowed = (params.allowedValues as readonly unknown[]).map(String)
  const what = `containerlab's schema does not list ${shown(data)} as ${path.join('.')}`
  return [{ code, what, where: document.where(path), ...remedyFor(typeof data === 'string' ? data : '', allowed) }]
}
