import type { Problem } from '../model/problem.ts'
import { remedyFor } from '../words/nearest.ts'
import type { ClabDocument, Path } from './document.ts'
import { LINK_TYPES, type ClabEnd, type ClabLink, type LinkType } from './file.ts'
import { shown } from './said.ts'
import { linkTypeOf } from './shapes.ts'
import { isMapping, list, mapping, text, type Mapping } from './values.ts'

/** Nodes that every link may name and no file declares. */
const SPECIAL = ['host', 'mgmt-net', 'macvlan'] as const
type Special = (typeof SPECIAL)[number]

/** The links of a file, brief and extended; what is wrong with one goes into `problems`, and it is left out. */
export function readLinks(document: ClabDocument, topology: Mapping, problems: Problem[]): readonly ClabLink[] {
  return list(topology.links).flatMap((link, index) => readLink(document, link, ['topology', 'links', index], problems))
}

function readLink(document: ClabDocument, link: unknown, path: Path, problems: Problem[]): ClabLink[] {
  const where = document.where(path)
  if (!isMapping(link)) {
    problems.push({
      code: 'clab-link',
      what: `a link is ${shown(link)}`,
      where,
      allowed: 'endpoints: [a:eth1, b:eth1], or a mapping with a type',
    })
    return []
  }
  const said = linkTypeOf(text(link.type) ?? '')
  if (said === 'brief') return readBrief(document, link, path, problems)
  const type = LINK_TYPES.find((one) => one === said)
  if (type === undefined) {
    problems.push({
      code: 'clab-link',
      what: `a link has the type ${shown(link.type)}`,
      where: document.where([...path, 'type']),
      ...remedyFor(said, LINK_TYPES),
    })
    return []
  }
  return readExtended(document, link, type, path, problems)
}

/** What containerlab has no default for. */
const NEEDED: Readonly<Record<LinkType, readonly string[]>> = {
  veth: [],
  'veth-stitch': [],
  host: ['host-interface'],
  'mgmt-net': ['host-interface'],
  macvlan: ['host-interface'],
  vxlan: ['remote'],
  'vxlan-stitch': ['remote'],
  dummy: [],
}

function readExtended(
  document: ClabDocument,
  link: Mapping,
  type: LinkType,
  path: Path,
  problems: Problem[],
): ClabLink[] {
  const isCable = type === 'veth' || type === 'veth-stitch'
  const said = isCable ? list(link.endpoints) : [link.endpoint]
  const paths = isCable ? said.map((_, end) => [...path, 'endpoints', end]) : [[...path, 'endpoint']]
  const found = NEEDED[type].filter((key) => text(link[key]) === null).map((key) => missing(document, path, type, key))
  if (isCable && said.length !== 2) found.push(notTwo(document, path, said.length))
  const ends = said.flatMap((end, index) => extendedEnd(document, end, paths[index] ?? path, found))
  problems.push(...found)
  if (found.length > 0) return []
  const common = { index: Number(path.at(-1)), brief: false, ...partsOf(link), where: document.where(path) }
  const special = ends.find((end) => end.node === 'host' || end.node === 'mgmt-net')
  if (special === undefined || ends.length !== 2)
    return [{ ...common, type, ends, beyond: beyondOf(type, link), hostInterface: text(link['host-interface']) }]
  return [
    {
      ...common,
      type: special.node === 'host' ? 'host' : 'mgmt-net',
      ends: ends.filter((end) => end !== special),
      beyond: `${special.node} ${special.interface}`,
      hostInterface: special.interface,
    },
  ]
}

const missing = (document: ClabDocument, path: Path, type: string, key: string): Problem => ({
  code: 'clab-missing',
  what: `a link of type ${type} has no '${key}'`,
  where: document.where(path),
})

const notTwo = (document: ClabDocument, path: Path, count: number): Problem => ({
  code: 'clab-link',
  what: `a link has ${String(count)} endpoints`,
  where: document.where([...path, 'endpoints']),
  allowed: 'two: [a:eth1, b:eth1]',
})

function extendedEnd(document: ClabDocument, end: unknown, path: Path, problems: Problem[]): ClabEnd[] {
  const where = document.where(path)
  const [node, name] = isMapping(end) ? [text(end.node), text(end.interface)] : [null, null]
  if (!isMapping(end) || node === null || name === null) {
    const lacks = node === null ? 'node' : 'interface'
    problems.push({
      code: 'clab-endpoint',
      what: isMapping(end) ? `an endpoint has no '${lacks}'` : `an endpoint is ${shown(end)}`,
      where,
      allowed: '{node: leaf1, interface: eth1}',
    })
    return []
  }
  return [{ node, interface: name, mac: text(end.mac), vars: mapping(end, 'vars'), where }]
}

const partsOf = (link: Mapping): Pick<ClabLink, 'vars' | 'mtu'> => ({
  vars: mapping(link, 'vars'),
  mtu: typeof link.mtu === 'number' ? link.mtu : null,
})

function beyondOf(type: LinkType, link: Mapping): string | null {
  if (type === 'veth' || type === 'veth-stitch') return null
  if (type === 'dummy') return 'nothing'
  if (type === 'vxlan' || type === 'vxlan-stitch') return `${String(link.remote)} VNI ${String(link.vni)}`
  return `${type} ${String(link['host-interface'])}`
}

/** `endpoints: ["a:eth1", "b:eth1"]` */
function readBrief(document: ClabDocument, link: Mapping, path: Path, problems: Problem[]): ClabLink[] {
  const found: Problem[] = []
  const ends = list(link.endpoints)
  if (ends.length !== 2) found.push(notTwo(document, path, ends.length))
  const read = ends.slice(0, 2).flatMap((end, index) => briefEnd(document, end, [...path, 'endpoints', index], found))
  problems.push(...found)
  if (found.length > 0 || read.length !== 2) return []
  const common = { index: Number(path.at(-1)), brief: true, ...partsOf(link), where: document.where(path) }
  const special = read.find(({ node }) => specialOf(node) !== null)
  if (special === undefined) return [{ ...common, type: 'veth', ends: read, beyond: null, hostInterface: null }]
  const type = specialOf(special.node) ?? 'host'
  return [
    {
      ...common,
      type,
      ends: read.filter((end) => end !== special),
      beyond: `${type} ${special.interface}`,
      hostInterface: special.interface,
    },
  ]
}

const specialOf = (node: string): Special | null => SPECIAL.find((one) => one === node.trim().toLowerCase()) ?? null

function briefEnd(document: ClabDocument, end: unknown, path: Path, problems: Problem[]): ClabEnd[] {
  const where = document.where(path)
  const match = typeof end === 'string' ? /^([^:\s]+):(.+)$/.exec(end) : null
  if (match?.[1] === undefined || match[2] === undefined) {
    problems.push({
      code: 'clab-endpoint',
      what: `an endpoint is ${shown(end)}`,
      where,
      allowed: 'NODE:INTERFACE, such as leaf1:eth1',
    })
    return []
  }
  return [{ node: match[1], interface: match[2], mac: null, vars: {}, where }]
}
