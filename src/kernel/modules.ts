import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** What labs are made of, as far as Debian's kernel keeps it in modules. */
const WANTED = [
  ...['veth', 'dummy', 'bonding', 'bridge', '8021q', 'macvlan', 'ifb'],
  ...['sch_ingress', 'sch_netem', 'sch_tbf', 'cls_matchall', 'cls_flower', 'cls_u32', 'act_mirred', 'act_gact'],
  ...['cls_fw', 'act_vlan', 'act_skbedit'],
  ...['nf_conntrack', 'nf_tables', 'nft_chain_nat', 'nft_masq', 'nft_nat'],
  // Open vSwitch's bridges.
  'tun',
  // Containers' file systems.
  ...['overlay', 'loop'],
]

/** Without it, bonding makes a bond0 in every namespace. */
const PARAMETERS: Readonly<Record<string, string>> = { bonding: 'max_bonds=0' }

/** One module a line, `path parameters`, in the order in which they load; from `modules.dep`, so that no modprobe is needed. */
export function moduleList(folder: string): string {
  const dependencies = parseDependencies(readFileSync(join(folder, 'modules.dep'), 'utf8'))
  const order = new Set<string>()
  for (const name of WANTED) {
    const found = dependencies.get(name)
    // Not there: built in, or really missing; the probe of capabilities tells which.
    if (found === undefined) continue
    // modules.dep lists what must be there first from the nearest to the deepest.
    for (const path of [...found.needs].reverse()) order.add(path)
    order.add(found.path)
  }
  return [...order].map((path) => `${join(folder, path)} ${PARAMETERS[moduleName(path)] ?? ''}`.trimEnd()).join('\n')
}

function parseDependencies(text: string): Map<string, { readonly path: string; readonly needs: readonly string[] }> {
  const all = new Map<string, { path: string; needs: string[] }>()
  for (const line of text.split('\n')) {
    const [path = '', needs = ''] = line.split(':')
    if (path !== '') all.set(moduleName(path), { path, needs: needs.split(' ').filter((need) => need !== '') })
  }
  return all
}

/** `kernel/net/8021q/8021q.ko.xz` → `8021q`. */
const moduleName = (path: string): string =>
  basename(path)
    .replace(/\.ko(\.\w+)?$/, '')
    .replaceAll('-', '_')
