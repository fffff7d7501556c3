import type { Phase, Window } from '../model/window.ts'
import type { LiveCheck } from '../model/fault.ts'
import { WIRE } from '../model/operation.ts'
import type { NamedWait, Operation } from '../model/operation.ts'
import type { ExperimentPlan, FaultVariant, FlowPlan, Plan, SessionPlan, SocketPlan } from '../model/plan.ts'
import { formatNs } from '../model/time.ts'
import { endpointText } from '../model/topology.ts'
import { renderOperations } from '../render/iproute.ts'

/** A plan as an engineer reads it: every command that would be given, and as comments all that is no command. */
export function planText(plan: Plan, options: { hz: number; seed: number }): string {
  const head = `lab ${plan.lab}: topology ${plan.topology}, ${plan.nodes.length} nodes, ${plan.cables.length} cables, HZ ${options.hz}, seed ${options.seed}`
  const sections = [
    [comment(head), comment(`needs ${plan.needs.join(', ')}`)],
    ...buildSections(plan),
    section('traffic', [...plan.flows.flatMap(flowLines), ...plan.sessions.map(sessionLine)]),
    section('watch', watchLines(plan)),
    ...plan.experiments.map(experimentLines),
  ]
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

const comment = (text: string): string => `# ${text}`
const section = (title: string, comments: readonly string[]): string[] => [`## ${title}`, ...comments.map(comment)]
const commands = (title: string, operations: readonly Operation[]): string[] =>
  operations.length === 0 ? [] : [`## ${title}`, ...renderOperations(operations)]

/** What lies in the wire namespace first: each node's own part then stands on its own. */
function buildSections(plan: Plan): string[][] {
  const namespaces = plan.build.filter(({ op }) => op === 'namespace')
  const rest = plan.build.filter(({ op }) => op !== 'namespace')
  const at = (place: string): Operation[] => rest.filter((operation) => placeOf(operation) === place)
  return [
    commands('namespaces', namespaces),
    commands('cables, each two veth pairs and a patch in between', at(WIRE)),
    ...plan.nodes.map(({ name, role }) => commands(`${role} ${name}`, at(name))),
    commands('daemons', plan.daemons),
    section(
      'settled when',
      plan.settle.map(({ wait, deadlineNs }) => `${waitText(wait)}, within ${formatNs(deadlineNs)}`),
    ),
  ].filter((lines) => lines.length > 0)
}

const placeOf = (operation: Operation): string =>
  'ns' in operation ? operation.ns : 'node' in operation ? operation.node : WIRE

function flowLines({ name, ratePps, sizeBytes, streams }: FlowPlan): string[] {
  const head = `flow ${name}: ${streams.length / 2} streams each way, ${ratePps} packets a second each, ${sizeBytes} bytes of UDP payload`
  return [
    head,
    ...streams.map(({ direction, from, to }) => `  ${direction.padEnd(8)}  ${socketText(from)} to ${socketText(to)}`),
  ]
}

function sessionLine({ name, kind, client, server, intervalNs, sizeBytes, rateKbit }: SessionPlan): string {
  const pace =
    kind === 'tcp' ? `echo of ${sizeBytes} bytes every ${formatNs(intervalNs)}` : `writer of ${rateKbit} kbit/s`
  return `session ${name}: ${pace} over TCP, ${client.node} ${client.address} to ${socketText(server)}`
}

const socketText = ({ node, address, port, device }: SocketPlan): string =>
  `${node} ${address}:${port}${device === undefined ? '' : `%${device}`}`

function watchLines({ watch }: Plan): string[] {
  return [
    'carrier of every interface',
    ...watch.bonds.map(
      ({ node, name, mode }) => `${mode === '802.3ad' ? 'LACP port states' : 'active member'} of ${node}:${name}`,
    ),
    ...watch.virtualRouters.map(({ node, name }) => `VRRP state of ${node} ${name}`),
  ]
}

function experimentLines(experiment: ExperimentPlan): string[] {
  const { fault, gate, settleNs, holdNs, recoverNs, trials, targets } = experiment
  return [
    `## experiment: ${experiment.name}`,
    comment(
      `${fault.on}: ${fault.text}; held ${formatNs(holdNs)}, watched ${formatNs(recoverNs)} more; ${trials} trials and a control`,
    ),
    ...(fault.drift === null
      ? []
      : [comment(`drift, there from the start: ${fault.drift}`), ...renderOperations(experiment.drift)]),
    comment(
      `gate (${gate.kind}): every flow clean for ${formatNs(settleNs)}${gate.states.length === 0 ? '' : `; ${gate.states.map(waitText).join('; ')}`}`,
    ),
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

function variantLines({ when, on, inject, heal, proof, windows, silent, phase }: FaultVariant): string[] {
  return [
    ...(when === null ? [] : [comment(`if ${when.node} ${when.name} is ${when.state}: on ${on}`)]),
    ...inject.flatMap(({ atNs, operations }) => [
      comment(atNs === 0 ? 'inject' : `${formatNs(atNs)} after injection`),
      ...renderOperations(operations),
    ]),
    comment('heal'),
    ...renderOperations(heal),
    ...proof.map((check) => comment(`proof: ${checkText(check)}`)),
    ...windows.map((window) => comment(`window: ${windowText(window)}`)),
    ...silent.map((reason) => comment(`no window: ${reason}`)),
    comment(`phase: ${phaseText(phase)}`),
  ]
}

function windowText({ on, direction, lowNs, highNs, because, source }: Window): string {
  const range = highNs === null ? 'for ever' : `${formatNs(lowNs)} to ${formatNs(highNs)}`
  return `${on} ${direction} ${range} (${because}; ${source})`
}

function phaseText(phase: Phase | null): string {
  if (phase === null) return 'none: no timer decides'
  return `even over ${formatNs(phase.periodNs)} from ${eventText(phase.after)} (${phase.because})`
}

function eventText(after: Phase['after']): string {
  if (after.event === 'vrrpAdvert') return `an advertisement of VRID ${after.vrid} at ${endpointText(after)}`
  return after.event === 'lacpdu' ? `a LACPDU at ${endpointText(after)}` : `${after.node}:${after.name} coming up`
}

function waitText(wait: NamedWait): string {
  switch (wait.wait) {
    case 'carrier':
      return `${wait.node}:${wait.name} has carrier`
    case 'bondActive':
      return `${wait.node}:${wait.name} ${wait.member === undefined ? 'has an active member' : `is active on ${wait.member}`}`
    case 'lacpCollected':
      return `${wait.node}:${wait.name} collects and distributes on ${wait.members} members`
    case 'vrrpSettled':
      return `${wait.active.node} is MASTER of ${wait.active.name}${wait.backups.map(({ node }) => `, ${node} BACKUP`).join('')}`
  }
}

function checkText(check: LiveCheck): string {
  switch (check.check) {
    case 'carrier':
      return `carrier of ${endpointText(check.at)} ${check.is === 'down' ? 'goes down' : 'stays up'}`
    case 'admin-up':
      return `${endpointText(check.at)} stays admin up`
    case 'dropped':
      return `the filter on ${check.name} counts frames`
    case 'netem':
      return `netem is the root qdisc of ${check.name} and counts packets`
    case 'vlan-absent':
      return `${endpointText(check.at)} does not carry VLAN ${check.vlan}`
    case 'flaps':
      return `carrier of ${endpointText(check.at)} goes down ${check.count} times`
  }
}
