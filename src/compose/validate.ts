import { OPTIONS } from '../mechanisms/all/options.ts'
import type { Problem } from '../model/problem.ts'
import type { Node, Topology } from '../model/topology.ts'
import { unknownName, type Part, type Report } from './report.ts'
import { addressProblems } from './validate-addresses.ts'
import { cableProblems } from './validate-cables.ts'
import { publishProblems } from './validate-publish.ts'
import { treeProblems } from './validate-trees.ts'
import { vlanProblems } from './validate-vlans.ts'

/** IFNAMSIZ - 1. */
const NAME_LIMIT = 15
/** Names that mean something else to the kernel or in `/proc/sys/net`. */
const RESERVED = ['all', 'default', 'lo', 'bonding_masters']

/** Everything that is wrong with a topology as a whole. */
export function topologyProblems(topology: Topology, placeOf: (place: Part) => string | undefined): readonly Problem[] {
  const problems: Problem[] = []
  const report: Report = (place, problem) => {
    const where = placeOf(place)
    problems.push({ ...problem, ...(where === undefined ? {} : { where }) })
  }
  if (topology.nodes.length === 0)
    report('topology', { code: 'no-nodes', what: `topology ${topology.name} has no nodes` })
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(topology.name)) {
    report('topology', {
      code: 'bad-name',
      what: `a topology cannot be called '${topology.name}'`,
      allowed: 'letters, digits, dots, - and _',
    })
  }
  topology.nodes.forEach((node, number) => {
    if (topology.nodes.findIndex((other) => other.name === node.name) !== number) {
      report({ node: number }, { code: 'duplicate-name', what: `two nodes are called ${node.name}` })
    }
    nameProblems(node, number, report)
    referenceProblems(node, number, report)
  })
  cableProblems(topology, report)
  vlanProblems(topology, report)
  addressProblems(topology, report)
  publishProblems(topology, report)
  treeProblems(topology, report)
  for (const { problems: ofMechanism } of OPTIONS) ofMechanism(topology, report)
  return problems
}

function nameProblems(node: Node, number: number, report: Report): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,30}$/.test(node.name) || node.name === 'wire') {
    report(
      { node: number },
      {
        code: 'bad-name',
        what: `a node cannot be called '${node.name}'`,
        allowed: "letters, digits, - and _, at most 31; not 'wire', which holds the cables",
      },
    )
  }
  for (const { name } of node.interfaces.filter(({ kind }) => kind !== 'loopback')) {
    const place: Part = { node: number, what: name }
    if (name.length > NAME_LIMIT) {
      report(place, {
        code: 'name-too-long',
        what: `the interface name ${node.name}:${name} has ${String(name.length)} characters`,
        allowed: `${String(NAME_LIMIT)} (IFNAMSIZ)`,
      })
    } else if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(name) || RESERVED.includes(name)) {
      report(place, {
        code: 'bad-name',
        what: `an interface cannot be called '${name}'`,
        allowed: `letters, digits, dots, - and _; not ${RESERVED.join(', ')}`,
      })
    }
  }
}

/** Whatever names an interface of its node must name one that is there. */
function referenceProblems(node: Node, number: number, report: Report): void {
  const interfaces = node.interfaces.map((one) => one.name)
  const need = (what: string, of: string, name: string): void => {
    if (!interfaces.includes(name)) report({ node: number, what }, unknownName(of, name, node.name, interfaces))
  }
  for (const one of node.interfaces) {
    const self = `${node.name}:${one.name}`
    if ('parent' in one) need(one.name, `the parent of ${self}`, one.parent)
    if (one.backupPort !== undefined) need(one.name, `the backup port of ${self}`, one.backupPort)
    for (const action of (one.filters ?? []).flatMap(({ actions }) => actions))
      if (action.act === 'enter') need(one.name, `where a filter of ${self} leads`, action.by)
  }
  for (const probe of node.probes)
    if (probe.device !== undefined) need('', `the device of probe ${probe.address}`, probe.device)
}
