import { nearest, type Problem } from '../model/problem.ts'
import type { ClabDocument, Path } from './document.ts'
import { LINK_TYPES, type ClabEnd, type ClabLink, type LinkType } from './file.ts'
import { schemaProblems, shown } from './schema.ts'
import { isMapping, list, mapping, text, type Mapping } from './values.ts'

/** Part of the schema for each type. */
const PARTS: Readonly<Record<LinkType, string>> = {
  veth: 'link-type-veth',
  'veth-stitch': 'link-type-veth-stitched',
  host: 'link-type-host',
  'mgmt-net': 'link-type-mgmt-net',
  macvlan: 'link-type-macvlan',
  vxlan: 'link-type-vxlan',
  'vxlan-stitch': 'link-type-vxlan-stitched',
  dummy: 'link-type-dummy',
}

/** Nodes that every link may name and no file declares. */
const SPECIAL = ['host', 'mgmt-net', 'macvlan'] as const
type Special = (typeof SPECIAL)[number]

/** The links of a file, brief and extended; what is wrong with one goes into `problems`, and it is left out. */
export function readLinks(document: ClabDocument, topology: Mapping, problems: Problem[]): readonly ClabLink[] {
  const path = ['topology', 'links']
  if (topology.links === undefined || topology.links === null) return []
  if (!Array.isArray(topology.links)) {
    problems.push({
      code: 'clab-value',
      what: `topology.links is ${shown(topology.links)}`,
      where: document.where(path),
      allowed: 'a list',
    })
    return []
  }
  if (topology.links.length === 0) {
    problems.push({
      code: 'clab-value',
      what: 'topology.links is empty',
      where: document.where(path),
      allowed: 'at least one link, or no links at all',
    })
  }
  return topology.links.flatMap((link: unknown, index) => readLink(document, link, [...path, index], problems))
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
  const said = text(link.type)?.trim().toLowerCase() ?? 'brief'
  if (said === 'brief') return readBrief(document, link, path, problems)
  const type = LINK_TYPES.find((one) => one === said)
  if (type === undefined) {
    const guess = nearest(said, LINK_TYPES)
    problems.push({
      code: 'clab-link',
      what: `a link has the type ${shown(link.type)}`,
      where: document.where([...path, 'type']),
      allowed: LINK_TYPES.join(', '),
      ...(guess === undefined ? {} : { next: `did you mean '${guess}'?` }),
    })
    return []
  }
  const found = schemaProblems(document, PARTS[type], { ...link, type }, path)
  problems.push(...found)
  return found.length > 0 ? [] : [extended(document, link, type, path)]
}

function extended(document: ClabDocument, link: Mapping, type: LinkType, path: Path): ClabLink {
  const paths =
    type === 'veth' || type === 'veth-stitch'
      ? [0, 1].map((end) => [...path, 'endpoints', end])
      : [[...path, 'endpoint']]
  const said = type === 'veth' || type === 'veth-stitch' ? list(link.endpoints) : [link.endpoint]
  const all = said.map((end, index): ClabEnd => {
    const one = isMapping(end) ? end : {}
    return {
      node: text(one.node) ?? '',
      interface: text(one.interface) ?? '',
      mac: text(one.mac),
      vars: mapping(one, 'vars'),
      where: document.where(paths[index] ?? path),
    }
  })
  const common = { index: Number(path.at(-1)), brief: false, ...partsOf(link), where: document.where(path) }
  const special = all.find((end) => end.node === 'host' || end.node === 'mgmt-net')
  if (special !== undefined && all.length === 2) {
    const ends = all.filter((end) => end !== special)
    return {
      ...common,
      type: special.node === 'host' ? 'host' : 'mgmt-net',
      ends,
      beyond: `${special.node} ${special.interface}`,
      hostInterface: special.interface,
    }
  }
  return { ...common, type, ends: all, beyond: beyondOf(type, link), hostInterface: text(link['host-interface']) }
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

/** `endpoints: ["a:eth1", "b:eth1"]`: the schema's patterns for them are of a newer draft than it names, and hold nobody. */
function readBrief(document: ClabDocument, link: Mapping, path: Path, problems: Problem[]): ClabLink[] {
  const found = schemaProblems(
    document,
    'link-config-short',
    Object.fromEntries(Object.entries(link).filter(([key]) => key !== 'type')),
    path,
  )
  const ends = list(link.endpoints)
  const where = document.where([...path, 'endpoints'])
  if (Array.isArray(link.endpoints) && ends.length !== 2)
    found.push({
      code: 'clab-link',
      what: `a link has ${String(ends.length)} endpoints`,
      where,
      allowed: 'two: [a:eth1, b:eth1]',
    })
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
  const match = typeof end === 'string' ? /^([^:\s]+):(\S+)$/.exec(end) : null
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
