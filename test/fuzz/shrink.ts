import { isLab } from './examine.ts'
import { composedWithout } from './shrink-composed.ts'
import type { FaultSpec, Json, LabSpec, Options, TargetSpec } from './spec.ts'

/**
 * The smallest lab that still fails, by leaving out one thing after the other: whole flows and nodes first, then options,
 * then digits. `fails` runs a candidate; `budget` says how often it may.
 */
export async function shrink(
  spec: LabSpec,
  fails: (candidate: LabSpec) => Promise<boolean>,
  budget: number,
): Promise<LabSpec> {
  let smallest = spec
  const tried = new Set([JSON.stringify(spec)])
  for (let found = true; found;) {
    found = false
    for (const candidate of simpler(smallest)) {
      const text = JSON.stringify(candidate)
      if (tried.has(text) || !isLab(candidate)) continue
      tried.add(text)
      if (budget-- <= 0) return smallest
      if (!(await fails(candidate))) continue
      smallest = candidate
      found = true
      break
    }
  }
  return smallest
}

/** Every lab that is one step simpler, the biggest steps first. */
export function* simpler(spec: LabSpec): Generator<LabSpec> {
  const { topology, traffic, experiment } = spec
  const withExperiment = (changes: Partial<LabSpec['experiment']>): LabSpec => ({
    ...spec,
    experiment: { ...experiment, ...changes },
  })
  for (const name of Object.keys(traffic))
    yield {
      ...spec,
      traffic: without(traffic, name),
      experiment: { ...experiment, targets: targetsWithout(spec, name) },
    }
  for (const key of ['drift', 'rehearse', 'gate', 'settle', 'recover'] as const)
    if (experiment[key] !== undefined) yield { ...spec, experiment: without(experiment, key) }
  if (!('generator' in topology)) for (const smaller of composedWithout(topology)) yield { ...spec, topology: smaller }
  for (const fault of simplerFaults(experiment.fault)) yield withExperiment({ fault })
  if (experiment.drift !== undefined)
    for (const drift of simplerFaults(experiment.drift)) yield withExperiment({ drift })
  if ('generator' in topology)
    for (const options of simplerOptions(topology.options)) yield { ...spec, topology: { ...topology, options } }
  for (const [name, one] of Object.entries(traffic))
    for (const options of simplerOptions(one.options))
      yield { ...spec, traffic: { ...traffic, [name]: { ...one, options } } }
  for (const hold of rounder(experiment.hold, HOLDS)) yield withExperiment({ hold: String(hold) })
  const plain = Object.fromEntries(Object.keys(experiment.targets).map((name) => [name, PLAIN_TARGET(name)]))
  yield withExperiment({ targets: plain })
}

const HOLDS = ['1s', '5s', '10s', '30s', '60s']
const PLAIN_TARGET = (name: string): Options => (name === 'ssh' ? { atLeast: 'survived' } : { outage: '< 1s' })

/** Of the traffic that stays; one that promises something at least. */
function targetsWithout({ traffic, experiment }: LabSpec, name: string): LabSpec['experiment']['targets'] {
  const left = without(experiment.targets, name)
  const [other] = Object.keys(traffic).filter((one) => one !== name)
  return Object.keys(left).length > 0 || other === undefined ? left : { [other]: PLAIN_TARGET(other) }
}

function* simplerFaults(fault: FaultSpec): Generator<FaultSpec> {
  for (const on of simplerTargets(fault.on)) yield { ...fault, on }
  if (fault.options === undefined) return
  yield without(fault, 'options')
  for (const options of simplerOptions(fault.options)) yield { ...fault, options }
}

function* simplerTargets(target: TargetSpec): Generator<TargetSpec> {
  if ('cables' in target) for (const cable of target.cables) yield { cable }
  if ('select' in target) for (const one of target.select) yield without(one, 'when')
  if ('nodes' in target) for (const node of target.nodes) yield { node }
  if ('cable' in target && target.near !== undefined) yield { cable: target.cable }
}

/** Without one of them; or one of them simpler. */
export function* simplerOptions(options: Options): Generator<Options> {
  for (const name of Object.keys(options)) yield without(options, name)
  for (const [name, value] of Object.entries(options))
    for (const simple of simplerValues(value)) yield { ...options, [name]: simple }
}

function* simplerValues(value: Json): Generator<Json> {
  if (Array.isArray(value)) {
    const items = value as readonly Json[]
    if (items.length > 1) for (const at of items.keys()) yield items.filter((_, number) => number !== at)
    for (const [at, item] of items.entries()) for (const simple of simplerValues(item)) yield items.with(at, simple)
  } else if (typeof value === 'object' && value !== null) yield* simplerOptions(value as Options)
  else if (typeof value === 'string' || typeof value === 'number') yield* rounder(value, [])
}

/** Rounder numbers with the same unit: one digit, then two. */
function* rounder(value: string | number, usual: readonly string[]): Generator<string | number> {
  const match = /^([<>= ]*)(\d+(?:\.\d+)?)([a-z%]*)$/.exec(String(value))
  if (match === null) return
  yield* usual.filter((one) => one !== value)
  const [, before = '', digits = '', unit = ''] = match
  for (const count of [1, 2]) {
    const round = `${before}${String(Number(Number(digits).toPrecision(count)))}${unit}`
    if (round !== String(value)) yield typeof value === 'number' ? Number(round) : round
  }
}

function without<Of extends object, Key extends keyof Of>(record: Of, key: Key): Omit<Of, Key> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key)) as Omit<Of, Key>
}
