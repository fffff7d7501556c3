import { throwProblems, type Problem } from '../model/problem.ts'
import { ClabDocument } from './document.ts'
import { endpointProblems } from './endpoints.ts'
import type { Environment } from './expand.ts'
import type { ClabFile, ClabNode } from './file.ts'
import { Inheritance } from './inherit.ts'
import { classOf } from './kinds.ts'
import { readLinks } from './links.ts'
import { schemaProblems, shown } from './schema.ts'
import { isMapping, mapping, text, type Mapping } from './values.ts'

/** A topology file, and the document that it was read from. */
export interface ReadClab {
  readonly clab: ClabFile
  readonly document: ClabDocument
}

/**
 * Reads what containerlab 0.79 would read: the environment expanded, anchors and merges followed, every node with what it
 * inherits, every link in one form. Pure but for its arguments; `file` is only what problems call it.
 * @throws BackhoeError with every problem of the file at its line and column
 */
export function readClab(source: string, file: string, env: Environment): ReadClab {
  const document = new ClabDocument(source, file, env)
  const { value } = document
  const problems: Problem[] = []
  const topology = mapping(value, 'topology')
  if (isMapping(value)) problems.push(...schemaProblems(document, '', withoutLinks(value), []))
  else
    problems.push({
      code: 'clab-value',
      what: `the file is ${shown(value)}`,
      where: document.where([]),
      allowed: 'a mapping with name and topology',
    })
  const links = readLinks(document, topology, problems)
  const lab = text(mapping({ value }, 'value').name) ?? ''
  const nodes = readNodes(document, topology, lab, problems)
  if (problems.length === 0 || isMapping(topology.nodes)) problems.push(...endpointProblems(nodes, links))
  throwProblems(problems)
  return { clab: { file, lab, nodes, links }, document }
}

/** Links are looked at one by one: of nine alternatives the schema blames all. */
function withoutLinks(value: Mapping): Mapping {
  if (!isMapping(value.topology)) return value
  return { ...value, topology: Object.fromEntries(Object.entries(value.topology).filter(([key]) => key !== 'links')) }
}

function readNodes(document: ClabDocument, topology: Mapping, lab: string, problems: Problem[]): ClabNode[] {
  const inherited = new Inheritance(topology)
  return Object.keys(mapping(topology, 'nodes')).map((name): ClabNode => {
    const where = document.whereKey(['topology', 'nodes', name])
    const kind = inherited.kind(name)?.toLowerCase() ?? ''
    if (kind === '') {
      problems.push({
        code: 'clab-no-kind',
        what: `the node ${shown(name)} has no kind, and inherits none`,
        where,
        allowed: 'kind at the node, its group or the defaults',
      })
    }
    const magic = (path: string): string => magicVariables(path, lab, name)
    const startup = inherited.text(name, 'startup-config')
    return {
      name,
      kind,
      kindClass: classOf(kind),
      image: inherited.text(name, 'image'),
      group: inherited.group(name),
      networkMode: inherited.text(name, 'network-mode'),
      binds: inherited.binds(name).map(magic),
      startupConfig: startup === null || startup.includes('\n') ? startup : magic(startup),
      exec: inherited.exec(name),
      vars: inherited.vars(name),
      where,
    }
  })
}

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
