import { join, normalize } from 'node:path'
import { stringify } from 'yaml'
import { homeFolder } from '../model/home.ts'
import type { ContainerlabSource } from '../model/topology.ts'
import type { ClabFile, ClabLink } from './file.ts'
import { isMapping, list, mapping, text, type Mapping } from './values.ts'

/**
 * The file that we deploy in place of the user's: every plain veth between two containers gets a middle on the host's side
 * (`veth-stitch`), and paths on the host are absolute, because it lies elsewhere. All else is what containerlab reads in the
 * user's file (`value`), and `more` binds by node: expanded, so that dollar signs stand for themselves, without anchors, merges and comments.
 */
export function derive(
  value: unknown,
  clab: ClabFile,
  stitched: readonly ClabLink[],
  folder: string,
  more: Readonly<Record<string, readonly string[]>>,
): Pick<ContainerlabSource, 'derived' | 'paths'> {
  const paths = new Set<string>()
  const absolute = (path: string): string => {
    const found = absolutePath(path, folder, clab.lab)
    if (found.startsWith('/') && !found.includes('\n')) paths.add(normalize(found.replace(MAGIC, '')))
    return found
  }
  const bind = (text: string): string => {
    const [source = '', ...rest] = text.split(':')
    return [absolute(source), ...rest].join(':')
  }
  const ofLayer = (layer: unknown): unknown =>
    edit(
      PATHS.reduce((all, path) => edit(all, path, onText(absolute)), layer),
      ['binds', '*'],
      onText(bind),
    )
  const inMiddle = (links: unknown): unknown =>
    list(links).map((link, position) => {
      const plain = stitched.find(({ index }) => index === position)
      return plain === undefined || !isMapping(link) ? link : stitch(link, plain)
    })
  const edits: readonly (readonly [path: readonly string[], change: Edit])[] = [
    [['topology', 'links'], inMiddle],
    ...['nodes', 'groups', 'kinds'].map((key) => [['topology', key, '*'], ofLayer] as const),
    [['topology', 'defaults'], ofLayer],
    [['topology', 'nodes'], boundMore(more)],
    ...['cert', 'key'].map((key) => [['settings', 'certificate-authority', key], onText(absolute)] as const),
  ]
  const derived = edits.reduce((all, [path, change]) => edit(all, path, change), value)
  const head = `# Derived by Backhoe from ${clab.file}: cables between containers are veth-stitch, paths absolute.\n`
  const text = `${head}${stringify(derived, { version: '1.1', lineWidth: 0 })}`
  return { derived: text.replaceAll('$', '$$$$'), paths: [...paths] }
}

/** A name that containerlab fills in for each node: the folder holds all of them. */
const MAGIC = /\/[^/]*__clab.*$/

/** Where nodes, groups, kinds and the defaults name files, beside their binds. */
const PATHS: readonly (readonly string[])[] = [
  ['startup-config'],
  ['license'],
  ['credentials', 'identity-file'],
  ['env-files', '*'],
  ['extras', 'ceos-copy-to-flash', '*'],
  ['extras', 'srl-agents', '*'],
]

type Edit = (value: unknown) => unknown

/** Of several binds to one place a node's own last one counts. */
const boundMore =
  (more: Readonly<Record<string, readonly string[]>>): Edit =>
  (nodes) =>
    isMapping(nodes)
      ? Object.fromEntries(
          Object.entries(nodes).map(([name, node]) => {
            const added = more[name]
            if (added === undefined) return [name, node]
            const own = isMapping(node) ? node : {}
            return [name, { ...own, binds: [...list(own.binds), ...added] }]
          }),
        )
      : nodes

const onText =
  (change: (text: string) => string): Edit =>
  (value) =>
    typeof value === 'string' ? change(value) : value

/** The same with what lies at a path changed, where it is there; `*` is every key of a mapping, or every item of a list. */
function edit(value: unknown, [key, ...rest]: readonly string[], change: Edit): unknown {
  if (key === undefined) return change(value)
  if (key === '*' && Array.isArray(value)) return value.map((item) => edit(item, rest, change))
  if (!isMapping(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, found]) => [
      name,
      key === '*' || key === name ? edit(found, rest, change) : found,
    ]),
  )
}

/** What containerlab itself writes into the lab's folder, once it deploys. */
const WRITTEN = /\/(ansible-inventory\.yml|topology-data\.json|\.tls(\/ca)?)\/?$/

/** As containerlab resolves it from the user's file; what it writes itself lies beside the file that is deployed. */
function absolutePath(path: string, folder: string, lab: string): string {
  if (path === '' || path.startsWith('/') || path.includes('\n') || /^[a-z0-9]+:\/\//i.test(path)) return path
  if (path.startsWith('~')) return path.replace('~', homeFolder())
  const own = `clab-${lab}`
  const plain = path.replace('__clabNodeDir__', '__clabDir__/__clabNodeName__').replace('__clabDir__', own)
  return plain.startsWith(`${own}/`) && WRITTEN.test(plain) ? path : join(folder, plain)
}

function stitch(link: Mapping, { brief, ends }: ClabLink): Mapping {
  const endpoints = ends.map((end, position) => {
    const own = brief ? {} : mapping({ end: list(link.endpoints)[position] }, 'end')
    const address = (key: 'ipv4' | 'ipv6'): Mapping => {
      const found = text(brief ? list(link[key])[position] : own[key])
      return found === null ? {} : { [key]: found }
    }
    return { node: end.node, interface: end.interface, ...own, ...address('ipv4'), ...address('ipv6') }
  })
  const kept = ['mtu', 'vars', 'labels'].filter((key) => link[key] !== undefined).map((key) => [key, link[key]])
  return { type: 'veth-stitch', endpoints, ...(Object.fromEntries(kept) as Mapping) }
}
