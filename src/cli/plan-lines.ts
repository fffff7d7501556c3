import { streamsText, type Plan } from '../model/plan.ts'
import { formatNs } from '../model/time.ts'
import type { RunStarted } from '../report/run-event.ts'
import { attachedCables } from './attached-cables.ts'
import type { Paint } from './terminal.ts'

/** What will be done, in five lines, what can be done to a lab that is not ours, and a last line where a better kernel could be had. */
export function describePlan(start: RunStarted, p: Paint): string[] {
  const { plan, kernel, because, advice, guests } = start
  return [
    `${p.bold(plan.lab)}  ${plural(plan.experiments.length, 'experiment')}: ${countsOf(start)}, seed ${start.seed}`,
    `  network   ${plan.topology}: ${plural(plan.nodes.length, 'node')}, ${plural(plan.cables.length, 'cable')}; ${daemonsOf(plan)}`,
    `  traffic   ${trafficOf(plan)}`,
    `  faults    ${faultsOf(plan)}`,
    `  kernel    ${because}; HZ ${kernel.hz}, ${plural(guests, 'guest')} at once`,
    ...attachedOf(plan).map((line) => `  cables    ${line}`),
    ...(advice === null ? [] : [`  ${p.yellow('hint')}      ${advice}`]),
  ]
}

const attachedOf = ({ cables, runtime }: Plan): string[] =>
  runtime.kind === 'containerlab' && runtime.mode === 'attach' ? attachedCables(cables, runtime) : []

function countsOf({ trials }: RunStarted): string {
  const controls = trials.filter(({ index }) => index === null).length
  return [plural(trials.length - controls, 'trial'), ...(controls === 0 ? [] : [plural(controls, 'control')])].join(
    ' and ',
  )
}

function daemonsOf({ daemons }: Plan): string {
  const names = daemons.flatMap((one) => (one.op === 'daemon' ? [`${one.name} on ${one.node}`] : []))
  return names.length === 0 ? 'no daemons' : names.join(', ')
}

/** The first of them; `plan` has all. */
const SHOWN_FAULTS = 2

function faultsOf({ experiments }: Plan): string {
  const shown = experiments
    .slice(0, SHOWN_FAULTS)
    .map(({ fault, holdNs }) => `${fault.on} ${fault.text}, held ${formatNs(holdNs)}`)
  const more = experiments.length - shown.length
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(' · ')
}

function trafficOf({ flows, sessions }: Plan): string {
  return [
    ...flows.map((flow) => `${flow.name} ${streamsText(flow)} at ${flow.ratePps} pps`),
    ...sessions.map(({ name, kind }) => `${name} over TCP (${kind === 'tcp' ? 'echo' : 'writer'})`),
  ].join(', ')
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
