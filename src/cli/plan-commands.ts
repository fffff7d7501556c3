import { watchedLines } from '../mechanisms/all/text.ts'
import type { LiveCheck } from '../model/fault.ts'
import type { GateKind } from '../model/lab.ts'
import { WIRE } from '../model/operation.ts'
import type { Operation } from '../model/operation.ts'
import {
  streamsText,
  type ContainerlabPlan,
  type ExperimentPlan,
  type FaultVariant,
  type FlowPlan,
  type Plan,
  type SessionPlan,
  type SocketPlan,
} from '../model/plan.ts'
import { formatNs } from '../model/time.ts'
import { endpointText } from '../model/topology.ts'
import { attachedCables } from './attached-cables.ts'
import { renderOperations } from '../render/iproute.ts'
import { phaseLines } from './plan-phases.ts'
import { shownWindows, silenceLines } from './plan-windows.ts'

/** Every command that would be given, in order, and as comments all that is no command. */
export function planCommands(plan: Plan, options: { hz: number }): string {
  const head = `lab ${plan.lab}: topology ${plan.topology}, ${count(plan.nodes.length, 'node')}, ${count(plan.cables.length, 'cable')}, HZ ${options.hz}`
  const sections = [
    [comment(head), comment(`needs ${plan.needs.join(', ')}`)],
    ...(plan.runtime.kind === 'containerlab' ? [containerlabSection(plan, plan.runtime)] : []),
    ...buildSections(plan),
    section('traffic', [...plan.flows.flatMap(flowLines), ...plan.sessions.map(sessionLine)]),
    section('watch', watchedLines(plan.watch)),
    ...plan.experiments.map(experimentLines),
  ]
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`
const comment = (text: string): string => `# ${text}`
const section = (title: string, comments: readonly string[]): string[] => [`## ${title}`, ...comments.map(comment)]

/** What containerlab is told, and what it is not: nodes come up by themselves. */
function containerlabSection({ cables }: Plan, runtime: ContainerlabPlan): string[] {
  const { lab, mode, topologyFile, files, names, images } = runtime
  return [
    `## containerlab: ${mode === 'deploy' ? 'deploy' : 'attach to'} ${lab}`,
    ...(mode === 'deploy' ? [`containerlab deploy --topo ${topologyFile}`] : []),
    ...Object.keys(files).map((path) => comment(`file ${path}`)),
    ...Object.entries(names).map(([node, name]) => comment(`node ${node} is called ${name}`)),
    ...images.map((image) => comment(`image ${image}`)),
    ...(mode === 'deploy' ? [] : attachedCables(cables, runtime).map(comment)),
  ]
}

/** Operations in their order, under a heading wherever the place changes. */
function buildSections(plan: Plan): string[][] {
  const roles = new Map(plan.nodes.map(({ name, role }) => [name, `${role} ${name}`]))
  const runs: { title: string; operations: Operation[] }[] = []
  for (const operation of [...plan.build, ...plan.daemons]) {
    const title = headingOf(operation, roles, plan.runtime)
    const last = runs.at(-1)
    if (last?.title === title) last.operations.push(operation)
    else runs.push({ title, operations: [operation] })
  }
  const settled = plan.settle.map(({ wait, deadlineNs }): Operation => ({ op: 'wait', wait, deadlineNs }))
  return [...runs, { title: 'settled when', operations: settled }].map(({ title, operations }) => [
    `## ${title}`,
    ...renderOperations(operations),
  ])
}

function headingOf(operation: Operation, roles: ReadonlyMap<string, string>, { kind }: Plan['runtime']): string {
  if (operation.op === 'namespace' || operation.op === 'sysctl') return 'namespaces'
  if (operation.op === 'file') return 'files'
  if (operation.op === 'daemon') return 'daemons'
  if (!('ns' in operation)) return 'waits'
  if (operation.ns === WIRE && kind === 'containerlab') return 'cables: the ends that containerlab leaves on this side'
  if (operation.ns === WIRE)
    return operation.op === 'up' ? 'light on every cable' : 'cables: two veth pairs each, and a patch between'
  return roles.get(operation.ns) ?? operation.ns
}

function flowLines(flow: FlowPlan): string[] {
  const { name, ratePps, sizeBytes, streams } = flow
  const head = `flow ${name}: ${streamsText(flow)}, ${ratePps} packets a second each, ${sizeBytes} bytes of UDP payload`
  return [
    head,
    ...streams.map(({ direction, from, to }) => `  ${direction.padEnd(8)}  ${socketText(from)} to ${socketText(to)}`),
  ]
}

function sessionLine(plan: SessionPlan): string {
  const { name, kind, client, server, intervalNs, sizeBytes, rateKbit, userTimeoutNs } = plan
  const patience = userTimeoutNs === undefined ? '' : `, given up after ${formatNs(userTimeoutNs)} of retransmissions`
  const pace =
    kind === 'tcp' ? `echo of ${sizeBytes} bytes every ${formatNs(intervalNs)}` : `writer of ${rateKbit} kbit/s`
  return `session ${name}: ${pace} over TCP, ${client.node} ${client.address} to ${socketText(server)}${patience}`
}

const socketText = ({ node, replicas = [], address, port, device, published }: SocketPlan): string =>
  [
    `${[node, ...replicas].join('|')} ${address}:${port}${device === undefined ? '' : `%${device}`}`,
    ...(published === undefined ? [] : [`as ${published}`]),
  ].join(' ')

const GATES: Readonly<Record<GateKind, string>> = {
  full: 'settled as above',
  naive: 'every port and bond has carrier',
}

function experimentLines(experiment: ExperimentPlan): string[] {
  const { fault, gate, settleNs, holdNs, recoverNs, trials, targets } = experiment
  return [
    `## experiment: ${experiment.name}`,
    comment(
      `${fault.on}: ${fault.text}; held ${formatNs(holdNs)}, watched ${formatNs(recoverNs)} more; ${count(trials, 'trial')} and a control`,
    ),
    ...(fault.drift === null
      ? []
      : [comment(`drift, there from the start: ${fault.drift}`), ...renderOperations(experiment.drift)]),
    comment(`gate (${gate.kind}): ${GATES[gate.kind]}, and every flow clean for ${formatNs(settleNs)}`),
    ...(gate.unasked ?? []).map((text) => comment(`gate: ${text}`)),
    ...(gate.carried.length === 0
      ? []
      : [comment(`gate: packets seen at ${gate.carried.map(endpointText).join(', ')}`)]),
    ...gate.rehearsal.flatMap(({ text, operations, undo }) => [
      comment(`rehearsal: ${text}`),
      ...renderOperations([...operations, ...undo]),
    ]),
    ...experiment.variants.flatMap(variantLines),
    ...targets.map(({ on, text }) => comment(`target: ${on} ${text}`)),
  ]
}

function variantLines({ when, on, inject, heal, proof, windows, silent, phases }: FaultVariant): string[] {
  return [
    ...(when === null ? [] : [comment(`if ${when.node} ${when.name} is ${when.state}: on ${on}`)]),
    ...inject.flatMap(({ atNs, late, operations }) => [
      comment(
        `${atNs === 0 ? 'inject' : `${formatNs(atNs)} after injection`}${late === undefined ? '' : `, up to ${formatNs(late.upToNs)} late`}`,
      ),
      ...renderOperations(operations),
    ]),
    comment('heal'),
    ...renderOperations(heal),
    ...proof.map((check) => comment(`proof: ${checkText(check)}`)),
    ...shownWindows(windows).map(({ on, range, because, source }) =>
      comment(`window: ${on} ${range} (${because}; ${source})`),
    ),
    ...silenceLines(silent).map(comment),
    ...phaseLines(phases).map((text) => comment(`phase: ${text}`)),
  ]
}

function checkText(check: LiveCheck): string {
  switch (check.check) {
    case 'carrier':
      return `carrier of ${endpointText(check.at)} ${check.is === 'down' ? 'goes down' : 'stays up'}`
    case 'dead':
      return `nothing of ${check.node} runs`
    case 'paused':
      return `every process of ${check.node} stands still`
    case 'admin-up':
      return `${endpointText(check.at)} stays admin up`
    case 'dropped':
      return `the filter on ${check.name} counts frames`
    case 'netem':
      return `netem is the root qdisc of ${check.name} and counts packets`
    case 'vlan-absent':
    case 'ovs-vlan-absent':
      return `${endpointText(check.at)} does not carry VLAN ${check.vlan}`
    case 'flaps':
      return `carrier of ${endpointText(check.at)} goes down ${check.count} times`
  }
}
