import { waitText } from '../mechanisms/all/text.ts'
import { groupBy } from '../model/group-by.ts'
import type { Operation } from '../model/operation.ts'
import type { ExperimentPlan, FaultVariant, Plan } from '../model/plan.ts'
import { phaseWaitNs } from '../model/phase.ts'
import { formatNs } from '../model/time.ts'
import { endpointText } from '../model/topology.ts'
import { hanging, plural } from '../report/text.ts'
import { renderOperations } from '../render/iproute.ts'
import { phaseLines } from './plan-phases.ts'

/** When, and what happens then. */
type Entry = readonly [when: string, text: string]

/** One trial of each experiment, step by step: what it waits for, and what is done when. */
export function planTimeline(plan: Plan, { width }: { readonly width: number }): string {
  const blocks = plan.experiments.map((experiment) => [
    `${experiment.name}: one trial`,
    ...[
      ...before(plan, experiment),
      ...experiment.variants.flatMap((variant) => during(variant, experiment, plan.cables)),
    ].flatMap(([when, text]) => hanging(`  ${when.padEnd(12)} `, text, width)),
  ])
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

/** Up to the gate: in what order, but not when. */
function before({ nodes, cables, daemons, settle, flows, sessions }: Plan, experiment: ExperimentPlan): Entry[] {
  const { gate, settleNs, fault } = experiment
  const programs = daemons.flatMap((one) => (one.op === 'daemon' ? [`${one.name} on ${one.node}`] : []))
  const waits = groupBy(settle, ({ deadlineNs }) => deadlineNs)
  const traffic = [...flows, ...sessions].map(({ name }) => name)
  return [
    [
      'build',
      `${plural(nodes.length, 'node')}, ${plural(cables.length, 'cable')}${programs.length === 0 ? '' : `; ${programs.join(', ')}`}`,
    ],
    ...waits.map((same): Entry => [
      'settle',
      `at most ${formatNs(same[0]?.deadlineNs ?? 0)}, until ${same.map(({ wait }) => waitText(wait)).join(', ')}`,
    ]),
    ...(fault.drift === null ? [] : [['drift', fault.drift] satisfies Entry]),
    ['traffic', traffic.join(', ')],
    [
      'gate',
      `every flow clean for ${formatNs(settleNs)}${gate.carried.length === 0 ? '' : `; packets seen at ${gate.carried.map(endpointText).join(', ')}`}`,
    ],
    ...gate.rehearsal.map(({ text }): Entry => ['rehearsal', text]),
  ]
}

/** From the fault on, by its clock. */
function during(variant: FaultVariant, experiment: ExperimentPlan, cables: Plan['cables']): Entry[] {
  const { when, on, inject, heal, phases } = variant
  const { fault, holdNs, recoverNs } = experiment
  return [
    ...(when === null ? [] : [['if', `${when.node} ${when.name} is ${when.state}, on ${on}`] satisfies Entry]),
    ...phaseLines(phases).map((line): Entry => ['phase', line]),
    ['', `the fault comes within ${formatNs(phaseWaitNs(phases))} of the gate`],
    ...inject.map(({ atNs, late, operations }, at): Entry => [
      at === 0 ? '0 s' : `+${formatNs(atNs)}`,
      `${at === 0 ? `fault, ${fault.text}: ` : ''}${doneText(operations, cables)}${late === undefined ? '' : `, up to ${formatNs(late.upToNs)} late`}`,
    ]),
    [`+${formatNs(holdNs)}`, `healed: ${doneText(heal, cables)}`],
    [`+${formatNs(holdNs + recoverNs)}`, 'the watching ends'],
  ]
}

/** What is done at one instant, by its object; what has no words of its own as the command. */
const doneText = (operations: readonly Operation[], cables: Plan['cables']): string =>
  operations
    .flatMap((one): string[] => {
      if (one.op === 'light') {
        const end = cables[one.cable]?.[one.end]
        return end === undefined ? [] : [`${endpointText(end)} ${one.on ? 'lit' : 'dark'}`]
      }
      if (one.op === 'power') return [`${one.node} ${one.on ? 'has power' : 'loses its power'}`]
      if (one.op === 'pause') return [`${one.node} ${one.paused ? 'stands still' : 'goes on'}`]
      return renderOperations([one])
    })
    .join(', ')
