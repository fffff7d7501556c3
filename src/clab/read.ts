import { fail, throwProblems, type Problem } from '../model/problem.ts'
import { ClabDocument } from './document.ts'
import { endpointProblems } from './endpoints.ts'
import type { Environment } from './expand.ts'
import type { ClabFile, ClabNode } from './file.ts'
import { Inheritance } from './inherit.ts'
import { classOf, KINDS } from './kinds.ts'
import { readLinks } from './links.ts'
import { shown } from './said.ts'
import { remedyFor } from '../words/nearest.ts'
import { isMapping, mapping, text, type Mapping } from './values.ts'

/** A topology file, and the document that it was read from. */
export interface ReadClab {
  readonly clab: ClabFile
  readonly document: ClabDocument
}

/**
 * Reads what containerlab 0.79 reads, and as its YAML library does: the environment expanded, anchors and merges followed,
 * every node with what it inherits, every link in one form. What only its schema forbids is read: see `schemaWarnings`.
 * Pure but for its arguments; `file` is only what problems call it.
 * @throws BackhoeError with every problem of the file at its line and column
 */
export function readClab(source: string, file: string, env: Environment): ReadClab {
  const document = new ClabDocument(source, file, env)
  const { value } = document
  if (!isMapping(value)) throwProblems(document.problems)
  if (!isMapping(value))
    return fail({
      code: 'clab-value',
      what: `the file is ${shown(value)}`,
      where: document.where([]),
      allowed: 'a mapping with name and topology',
    })
  const problems = [...document.problems, ...lacking(document, value)]
  const topology = mapping(value, 'topology')
  const links = readLinks(document, topology, problems)
  const lab = text(value.name) ?? ''
  const nodes = readNodes(document, topology, lab, problems)
  // A node that could not be read is not there, and its links are not to blame for it.
  if (document.problems.length === 0) problems.push(...endpointProblems(nodes, links))
  // What could not be read is blamed once, not again for what it lacks.
  const blamed = new Set(document.problems.map(({ where }) => where))
  throwProblems(problems.filter((one, index) => index < document.problems.length || !blamed.has(one.where)))
  return { clab: { file, lab, nodes, links }, document }
}

/** Without these nothing could be found again on the machine; the names of containers hold the lab's. */
function lacking(document: ClabDocument, value: Mapping): Problem[] {
  const isBlamed = (key: string): boolean => document.problems.some(({ what }) => what.startsWith(`${key} is `))
  const needed = [
    ['name', text(value.name) !== null],
    ['topology', isMapping(value.topology)],
  ] as const
  const missing = needed.filter(([key, isThere]) => !isThere && !isBlamed(key))
  return [
    ...missing.map(([key]) => ({ code: 'clab-missing', what: `the file has no '${key}'`, where: document.where([]) })),
    ...badName(document, value),
  ]
}

/** Names are parts of containers' names and of paths, and words of commands; that of a bridge may name its node. */
const NAME = { pattern: /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, allowed: 'letters, digits, _ . -, not beginning with . or -' }
const NODE_NAME = {
  pattern: /^[A-Za-z0-9_][A-Za-z0-9_.|-]*$/,
  allowed: 'letters, digits, _ . - |, not beginning with . - |',
}

function badName(document: ClabDocument, { name }: Mapping): Problem[] {
  const lab = text(name)
  if (lab === null || NAME.pattern.test(lab)) return []
  return [{ code: 'clab-value', what: `name is ${shown(lab)}`, where: document.where(['name']), allowed: NAME.allowed }]
}

function readNodes(document: ClabDocument, topology: Mapping, lab: string, problems: Problem[]): ClabNode[] {
  const inherited = new Inheritance(topology)
  return Object.keys(mapping(topology, 'nodes')).map((name): ClabNode => {
    const where = document.whereKey(['topology', 'nodes', name])
    if (!NODE_NAME.pattern.test(name))
      problems.push({ code: 'clab-name', what: `a node is called ${shown(name)}`, where, allowed: NODE_NAME.allowed })
    const kind = inherited.kind(name)?.toLowerCase() ?? ''
    problems.push(...kindProblems(document, topology, name, kind))
    const magic = (path: string): string => magicVariables(path, lab, name)
    problems.push(...bindProblems(inherited.all(name, 'binds'), name, where))
    const startup = inherited.text(name, 'startup-config')
    const components = inherited.list(name, 'components').length
    return {
      name,
      kind,
      kindClass: kind === 'nokia_srsim' && components > 1 ? 'foreign' : classOf(kind),
      hasComponents: components > 0,
      image: inherited.text(name, 'image'),
      group: inherited.group(name),
      networkMode: inherited.text(name, 'network-mode'),
      binds: inherited.binds(name).map(magic),
      startupConfig: startup === null || startup.includes('\n') ? startup : magic(startup),
      exec: inherited.placed(name, 'exec').map(({ text: command, path }) => ({
        text: magicNames(command, lab, name),
        where: document.where(path),
      })),
      entrypoint: inherited.text(name, 'entrypoint'),
      cmd: inherited.text(name, 'cmd'),
      sysctls: inherited.texts(name, 'sysctls'),
      hasStages: inherited.has(name, 'stages'),
      vars: inherited.vars(name),
      where,
    }
  })
}

function bindProblems(binds: readonly string[], node: string, where: string): Problem[] {
  return binds
    .filter((bind) => ![2, 3].includes(bind.split(':').length))
    .map((bind) => ({
      code: 'clab-value',
      what: `${node} binds ${shown(bind)}`,
      where,
      allowed: 'SOURCE:DESTINATION or SOURCE:DESTINATION:OPTIONS',
    }))
}

/** containerlab constructs nodes of the kinds that it registers, whatever their case, and of no others. */
function kindProblems(document: ClabDocument, topology: Mapping, name: string, kind: string): Problem[] {
  if (KINDS.includes(kind)) return []
  const path = ['topology', 'nodes', name]
  if (kind === '')
    return [
      {
        code: 'clab-no-kind',
        what: `the node ${shown(name)} has no kind, and inherits none`,
        where: document.whereKey(path),
        allowed: 'kind at the node, its group or the defaults',
      },
    ]
  const own = text(mapping(mapping(topology, 'nodes'), name).kind)
  const where = own === null ? document.whereKey(path) : document.where([...path, 'kind'])
  return [
    {
      code: 'clab-kind',
      what: `topology.nodes.${name}.kind is ${shown(own ?? kind)}`,
      where,
      ...remedyFor(kind, KINDS),
    },
  ]
}

/** The magic variables that name no folder: where the lab's folder lies is known only to those who deploy. */
const magicNames = (command: string, lab: string, node: string): string =>
  command.replaceAll('__clabLabName__', `clab-${lab}`).replaceAll('__clabNodeName__', node)

/** What containerlab puts in their places in paths (core/config.go, magicVarReplacer); the lab's folder lies beside its file. */
function magicVariables(path: string, lab: string, node: string): string {
  const folder = `clab-${lab}`
  const values: Readonly<Record<string, string>> = {
    __clabDir__: folder,
    __clabLabName__: folder,
    __clabNodeDir__: `${folder}/${node}`,
    __clabNodeName__: node,
  }
  return path.replaceAll(/__clab(?:Dir|LabName|NodeDir|NodeName)__/g, (name) => values[name] ?? name)
}

/** Whether a node is a container of this lab, whatever runs in it. */
export const hasContainer = ({ kindClass }: ClabNode): boolean => kindClass === 'linux' || kindClass === 'black-box'
