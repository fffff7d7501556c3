/*
 * The room of containerlab files: a topology file of a user's own becomes a topology.
 * It owns reading as containerlab 0.79 reads (YAML 1.1, inheritance, kinds, port names), each problem at its line and column, and the
 * derived file that gives cables a middle.
 * It never starts a container and never changes a user's file; of what a node configures inside it takes what the file itself says.
 * Begin here: `fromContainerlab`, below. Then `read.ts` (the file as data), `topology.ts` (nodes and cables), `derive.ts` (the file that is
 * deployed), `inspect.ts` (what can be broken). `document.ts`, `decode.ts` and `expand.ts` are YAML and variables as containerlab has them.
 */
import { isIPv4 } from 'node:net'
import { dirname } from 'node:path'
import { besideCaller, callSite, fromWorkingDirectory } from '../words/callsite.ts'
import type { CableHandle, NodeHandle } from '../model/handle.ts'
import { WIRE } from '../model/operation.ts'
import { fail, throwProblems, type Problem } from '../model/problem.ts'
import { remedyFor } from '../words/nearest.ts'
import { shown } from '../words/shown.ts'
import { endpointText, type ProbeAddress, type Site, type Topology } from '../model/topology.ts'
import { configured } from './configured.ts'
import type { ClabFile } from './file.ts'
import { readClab } from './read.ts'
import { readSource } from './source.ts'
import { endpointOf, topologyOf } from './topology.ts'

export interface ContainerlabOptions {
  /** The IPv4 addresses, without prefix length, at which probes and sessions of a node of kind `linux` begin and end, by the node's name. Default: the first one that its `exec` sets. */
  readonly probes?: Readonly<Record<string, string | readonly string[]>>
}

/** A lab that a topology file of containerlab describes. */
export interface ContainerlabSite extends Site {
  /** A node by its name in the file; throws `unknown-handle` with the nearest. */
  node(name: string): NodeHandle
  /** The cable at an interface, as containerlab's users write it: `leaf1:eth1`. That end is the near one. */
  cable(end: `${string}:${string}`): CableHandle
}

/**
 * Reads a topology file of containerlab (0.79): any that its own code reads, older names of kinds and what its schema does not
 * list included. The path is relative to the file that calls. What nodes of kind linux are told by `exec`, and a bound `keepalived.conf` or `frr.conf`, is read as a configuration of
 * their own is: addresses, routes, bonds, bridges and VLANs have windows, states and probes; what is not understood is named with its
 * line, and traffic that may pass it has no window. What nodes of other kinds configure is not known.
 * @throws BackhoeError with every problem of the file, each at its line and column.
 */
export function fromContainerlab(file: string, options: ContainerlabOptions = {}): ContainerlabSite {
  const site = callSite()
  if (typeof file !== 'string') {
    const where = site === undefined ? {} : { where: site }
    fail({
      code: 'not-a-file',
      what: `fromContainerlab reads ${shown(file)}`,
      allowed: "a path: 'dc1.clab.yml'",
      ...where,
    })
  }
  const path = besideCaller(site, file)
  const read = readClab(readSource(path), path, process.env)
  refuseNames(read.clab)
  const folder = dirname(path)
  const { topology: known, watched } = configured(topologyOf(read, folder), read.clab, folder)
  const { containerlab } = topologyOf(read, folder, watched)
  const topology = withProbes(
    { ...known, ...(containerlab === undefined ? {} : { containerlab }) },
    read.clab,
    options.probes ?? {},
    site,
  )
  return {
    topology,
    node: (name) => nodeNamed(topology, read.clab, name),
    cable: (end) => cableAt(topology, read.clab, end),
  }
}

/** What is legal in a file, and cannot be told from our own when it runs. */
function refuseNames({ nodes, lab }: ClabFile): void {
  throwProblems([
    ...nodes
      .filter(({ name }) => name === WIRE)
      .map(({ where }) => ({
        code: 'reserved-name',
        what: `a node is called ${WIRE}, as the place where cables lie`,
        where,
        next: 'give it another name',
      })),
    ...(/__git(Branch|Hash)__/.test(lab)
      ? [
          {
            code: 'clab-git-name',
            what: `the lab is called ${lab}: containerlab replaces that by what it finds in git`,
            next: 'write the name that it has',
          },
        ]
      : []),
  ])
}

function nodeNamed(topology: Topology, clab: ClabFile, name: string): NodeHandle {
  const node = topology.nodes.find((one) => one.name === name)
  if (node !== undefined) return { handle: 'node', node }
  const there = clab.nodes.find((one) => one.name === name)
  return unknown(
    there === undefined
      ? `${clab.lab} has no node '${name}'`
      : `${name} is a ${there.kind}, and no container: nothing can be done in it`,
    name,
    topology.nodes.map((one) => one.name),
  )
}

function cableAt(topology: Topology, clab: ClabFile, end: string): CableHandle {
  const said = clab.links.flatMap((one) => one.ends).find((one) => `${one.node}:${one.interface}` === end)
  const device = said === undefined ? end : endpointText(endpointOf(clab.nodes, said))
  for (const cable of topology.cables) {
    if (endpointText(cable.a) === device) return { handle: 'cable', cable, near: cable.a, far: cable.b }
    if (endpointText(cable.b) === device) return { handle: 'cable', cable, near: cable.b, far: cable.a }
  }
  const link = clab.links.find(({ ends }) => ends.some((one) => `${one.node}:${one.interface}` === end))
  const ends = topology.cables.flatMap(({ a, b }) => [endpointText(a), endpointText(b)])
  const other =
    link?.beyond ?? link?.ends.map((one) => `${one.node}:${one.interface}`).find((one) => one !== end) ?? 'nothing'
  return unknown(
    link === undefined
      ? `${clab.lab} has no cable at '${end}'`
      : `${end} leads to ${other}: no cable between two containers`,
    end,
    ends,
  )
}

function unknown(what: string, name: string, known: readonly string[]): never {
  const where = callSite()
  return fail({
    code: 'unknown-handle',
    what,
    ...(where === undefined ? {} : { where }),
    ...(known.length === 0 ? {} : remedyFor(name, known)),
  })
}

/** Only the user knows where traffic may begin in a container that configures itself. */
function withProbes(
  topology: Topology,
  clab: ClabFile,
  probes: Required<ContainerlabOptions>['probes'],
  where: string | undefined,
): Topology {
  const problems: Problem[] = []
  const add = (problem: Problem): void => {
    problems.push({ ...problem, ...(where === undefined ? {} : { where }) })
  }
  const given = new Map<string, readonly ProbeAddress[]>()
  for (const [name, said] of Object.entries(probes)) {
    const addresses = typeof said === 'string' ? [said] : said
    const node = clab.nodes.find((one) => one.name === name)
    if (node === undefined) {
      add({
        code: 'unknown-node',
        what: `probes name a node '${name}', but ${fromWorkingDirectory(clab.file)} has no such node`,
        ...remedyFor(
          name,
          topology.nodes.map((one) => one.name),
        ),
      })
    } else if (node.kindClass !== 'linux') {
      add({
        code: 'black-box',
        what: `probes cannot begin in ${name}: what a ${node.kind} does inside is its own`,
        allowed: 'a node of kind linux beside it',
      })
    }
    for (const address of addresses.filter((one) => !isIPv4(one)))
      add({
        code: 'bad-address',
        what: `probes of ${name} are at '${address}'`,
        allowed: "an IPv4 address without prefix, such as '10.0.0.1'",
      })
    given.set(
      name,
      addresses.map((address) => ({ address })),
    )
  }
  throwProblems(problems)
  return {
    ...topology,
    nodes: topology.nodes.map((node) => ({ ...node, probes: given.get(node.name) ?? node.probes })),
  }
}
