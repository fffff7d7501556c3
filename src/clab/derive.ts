import { homedir } from 'node:os'
import { join, normalize } from 'node:path'
import { isMap, isSeq, isScalar, visit, type Document, type Node, type YAMLMap } from 'yaml'
import type { ContainerlabSource } from '../model/topology.ts'
import type { ClabFile, ClabLink } from './file.ts'
import { list, mapping, text, type Mapping } from './values.ts'

/**
 * The file that we deploy in place of the user's: every plain veth between two containers gets a middle on the host's side
 * (`veth-stitch`), and paths on the host are absolute, because it lies elsewhere. All else stays, with its comments.
 * It is expanded already, so its dollar signs stand for themselves.
 */
export function derive(
  yaml: Document.Parsed,
  clab: ClabFile,
  stitched: readonly ClabLink[],
  folder: string,
): Pick<ContainerlabSource, 'derived' | 'paths'> {
  const copy = yaml.clone() as Document.Parsed
  withoutAliases(copy)
  const paths = new Set<string>()
  const absolute = (path: string): string => {
    const found = absolutePath(path, folder, clab.lab)
    if (found.startsWith('/') && !found.includes('\n')) paths.add(normalize(found.replace(MAGIC, '')))
    return found
  }
  for (const link of stitched) stitch(copy, link)
  for (const layer of layersOf(copy)) pathsOf(layer, absolute)
  const authority = copy.getIn(['settings', 'certificate-authority'])
  if (isMap(authority)) for (const key of ['cert', 'key']) edit(authority, key, absolute)
  const head = ` Derived by Backhoe from ${clab.file}: cables between containers are veth-stitch, paths absolute.`
  copy.commentBefore = [head, ...(copy.commentBefore ? [copy.commentBefore] : [])].join('\n')
  return { derived: copy.toString({ lineWidth: 0 }).replaceAll('$', '$$$$'), paths: [...paths] }
}

/** A name that containerlab fills in for each node: the folder holds all of them. */
const MAGIC = /\/[^/]*__clab.*$/

/** Nodes, groups, kinds and the defaults: all that may name files. */
function layersOf(document: Document.Parsed): YAMLMap[] {
  const several = ['nodes', 'groups', 'kinds'].flatMap((key) => {
    const found = document.getIn(['topology', key])
    return isMap(found) ? found.items.map(({ value }) => value) : []
  })
  return [...several, document.getIn(['topology', 'defaults'])].filter((one) => isMap(one))
}

function pathsOf(layer: YAMLMap, absolute: (path: string) => string): void {
  for (const key of ['startup-config', 'license']) edit(layer, key, absolute)
  const credentials = layer.get('credentials')
  if (isMap(credentials)) edit(credentials, 'identity-file', absolute)
  editItems(layer.get('env-files'), absolute)
  editItems(layer.get('binds'), (bind) => {
    const [source = '', ...rest] = bind.split(':')
    return [absolute(source), ...rest].join(':')
  })
  const extras = layer.get('extras')
  if (!isMap(extras)) return
  for (const key of ['ceos-copy-to-flash', 'srl-agents']) editItems(extras.get(key), absolute)
}

function edit(map: YAMLMap, key: string, change: (text: string) => string): void {
  const value = map.get(key)
  if (typeof value === 'string') map.set(key, change(value))
}

function editItems(items: unknown, change: (text: string) => string): void {
  if (!isSeq(items)) return
  for (const item of items.items) if (isScalar(item) && typeof item.value === 'string') item.value = change(item.value)
}

/** What containerlab itself writes into the lab's folder, once it deploys. */
const WRITTEN = /\/(ansible-inventory\.yml|topology-data\.json|\.tls(\/ca)?)\/?$/

/** As containerlab resolves it from the user's file; what it writes itself lies beside the file that is deployed. */
function absolutePath(path: string, folder: string, lab: string): string {
  if (path === '' || path.startsWith('/') || path.includes('\n') || /^[a-z0-9]+:\/\//i.test(path)) return path
  if (path.startsWith('~')) return path.replace('~', homedir())
  const own = `clab-${lab}`
  const plain = path.replace('__clabNodeDir__', '__clabDir__/__clabNodeName__').replace('__clabDir__', own)
  return plain.startsWith(`${own}/`) && WRITTEN.test(plain) ? path : join(folder, plain)
}

function stitch(document: Document.Parsed, { index, ends }: ClabLink): void {
  const at = ['topology', 'links', index]
  const said = document.getIn(at)
  const link = (isMap(said) ? said.toJS(document) : {}) as Mapping
  const brief = text(link.type) === null || text(link.type) === 'brief'
  const endpoints = ends.map((end, position) => {
    const own = brief ? {} : mapping({ end: list(link.endpoints)[position] }, 'end')
    const address = (key: 'ipv4' | 'ipv6'): Mapping => {
      const found = text(brief ? list(link[key])[position] : own[key])
      return found === null ? {} : { [key]: found }
    }
    return { node: end.node, interface: end.interface, ...own, ...address('ipv4'), ...address('ipv6') }
  })
  const kept = Object.fromEntries(
    ['mtu', 'vars', 'labels'].filter((key) => link[key] !== undefined).map((key) => [key, link[key]]),
  )
  document.setIn(at, document.createNode({ type: 'veth-stitch', endpoints, ...kept }))
}

/** Each alias as what it stands for; `toJS` has made sure that they do not explode. */
function withoutAliases(document: Document.Parsed): void {
  visit(document, {
    Alias: (_, alias) => alias.resolve(document)?.clone() as Node | undefined,
  })
  visit(document, {
    Node: (_, node) => {
      if ('anchor' in node) delete node.anchor
    },
  })
}
