import { Document, isMap, isPair, isScalar, isSeq } from 'yaml'
import { NODE_IDLE, NODE_IMAGE } from '../model/node-image.ts'
import { throwProblems } from '../model/problem.ts'
import { isOpenVSwitch, type Node, type Topology } from '../model/topology.ts'
import { ClabCables, type ClabLinks } from './clab-links.ts'
import { clabNames } from './clab-names.ts'
import { nodeDaemons, nodeFiles, uncontained } from './daemons.ts'
import { renderDockerfile } from './dockerfile.ts'
import { nodeScript, NODE_EXEC, NODE_FOLDER } from './node-script.ts'
import { nodeSysctls } from './node-operations.ts'

/** A containerlab topology file and everything that it names, by path beside it. */
export interface ClabFiles {
  readonly yaml: string
  readonly files: Readonly<Record<string, string>>
}

/**
 * `NAME.clab.yml` and `NAME/NODE/` with each node's script and configuration, bound into it: `containerlab deploy` alone
 * brings the lab up. Roles, shared risks and where probes belong are in `vars`. The same topology gives the same bytes.
 */
export function renderClab(topology: Topology, links: ClabLinks = 'stitch'): ClabFiles {
  throwProblems(uncontained(topology))
  const { name } = topology
  const names = clabNames(topology)
  const cables = new ClabCables(topology, names, links)
  // What older versions do not know they refuse.
  const [management, rights] = links === 'stitch' ? [{ mgmt: MANAGEMENT }, { privileged: false }] : [{}, {}]
  const file = {
    name,
    ...management,
    topology: {
      kinds: {
        linux: {
          image: `\${BACKHOE_NODE_IMAGE:=${NODE_IMAGE.reference}}`,
          'network-mode': 'none',
          ...rights,
          'cap-add': RIGHTS,
          // Any image will do that has a shell.
          cmd: `sh -c '${NODE_IDLE}'`,
        },
      },
      nodes: Object.fromEntries(
        topology.nodes.map((node) => [names[node.name] ?? node.name, nodeEntry(name, node, cables)]),
      ),
      links: cables.links(),
    },
  }
  const document = new Document(file, { aliasDuplicateObjects: false })
  putShortOnOneLine(document.contents)
  document.commentBefore = [
    ` ${name}: ${String(topology.nodes.length)} nodes, ${String(topology.cables.length)} cables: ${ABOUT[links]}.`,
    ' Written by `backhoe generate`.',
    ` Its image, once: backhoe image build, or docker build -t ${NODE_IMAGE.reference} ${name}/image`,
  ].join('\n')
  return {
    yaml: document.toString({ lineWidth: 0, flowCollectionPadding: false, directives: false }),
    files: Object.fromEntries([
      [`${name}/image/Dockerfile`, renderDockerfile()],
      ...topology.nodes.flatMap((node) => [
        [`${name}/${node.name}/up.sh`, nodeScript(topology, node)],
        ...Object.entries(nodeFiles(node)).map(([path, text]) => [
          `${name}/${node.name}/${path}`,
          text.replaceAll('{dir}', NODE_FOLDER),
        ]),
      ]),
    ]) as Record<string, string>,
  }
}

/** As people write it: lists of words, and the ends of links. By hand, since yaml's `visit` copies the path to each of many thousand nodes. */
function putShortOnOneLine(node: unknown): void {
  if (isPair(node)) putShortOnOneLine(node.value)
  else if (isMap(node)) node.flow = ['interface', 'external-access', 'address'].some((key) => node.has(key))
  else if (isSeq(node)) node.flow = node.items.every(isScalar)
  if (isMap(node) || isSeq(node)) node.items.forEach(putShortOnOneLine)
}

/** What bonds, bridges, VLANs and keepalived need. */
const RIGHTS = ['NET_ADMIN', 'NET_RAW']

/** Every node is on its cables and on no other network. */
const MANAGEMENT = { 'external-access': false, 'skip-when-unused': true }

const ABOUT: Readonly<Record<ClabLinks, string>> = {
  stitch: 'veth-stitch, containerlab 0.78 or later',
  host: 'two host links each and redirects between them, any version of containerlab',
  veth: 'plain veth, which nobody can cut',
}

function nodeEntry(lab: string, node: Node, cables: ClabCables): object {
  const { role, risks, probes } = node
  const stages = cables.stages(node.name)
  const more = new Set(nodeDaemons(node).flatMap(({ rights = [] }) => rights))
  return {
    kind: 'linux',
    binds: [`${lab}/${node.name}:${NODE_FOLDER}`],
    // A container without privileges cannot write /proc/sys itself.
    sysctls: Object.fromEntries(
      nodeSysctls(node).flatMap((one) => (one.op === 'sysctl' ? [[one.key, one.value]] : [])),
    ) as object,
    ...(stages === undefined ? {} : { stages }),
    ...(more.size === 0 ? {} : { 'cap-add': [...RIGHTS, ...more] }),
    // Open vSwitch's bridges are tap devices.
    ...(node.interfaces.some(isOpenVSwitch) ? { devices: ['/dev/net/tun'] } : {}),
    exec: NODE_EXEC,
    config: {
      vars: { backhoe: { role, ...(risks.length > 0 ? { risks } : {}), ...(probes.length > 0 ? { probes } : {}) } },
    },
  }
}
