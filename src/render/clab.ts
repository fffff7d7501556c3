import { Document, isScalar, visit } from 'yaml'
import { NODE_IDLE, NODE_IMAGE } from '../model/node-image.ts'
import { interfaceOf, type Cable, type Endpoint, type Node, type Topology } from '../model/topology.ts'
import { clabNames } from './clab-names.ts'
import { nodeFiles } from './daemons.ts'
import { renderDockerfile } from './dockerfile.ts'
import { nodeScript, NODE_FOLDER } from './node-script.ts'
import { nodeSysctls } from './node-operations.ts'

/** A containerlab topology file and everything that it names, by path beside it. */
export interface ClabFiles {
  readonly yaml: string
  readonly files: Readonly<Record<string, string>>
}

const ETHERNET_MTU = 1500

/**
 * `NAME.clab.yml` with veth-stitch cables (containerlab 0.78 and later) and `NAME/NODE/` with each node's script and
 * configuration, bound into it: `containerlab deploy` alone brings the lab up. Roles, shared risks and where probes
 * belong are in `vars`. The same topology gives the same bytes.
 */
export function renderClab(topology: Topology): ClabFiles {
  const { name } = topology
  const names = clabNames(topology)
  const document = new Document({
    name,
    mgmt: { 'external-access': false, 'skip-when-unused': true },
    topology: {
      kinds: {
        linux: {
          image: `\${BACKHOE_NODE_IMAGE:=${NODE_IMAGE.reference}}`,
          'network-mode': 'none',
          privileged: false,
          'cap-add': ['NET_ADMIN', 'NET_RAW'],
          // Any image will do that has a shell.
          cmd: `sh -c '${NODE_IDLE}'`,
        },
      },
      nodes: Object.fromEntries(topology.nodes.map((node) => [names[node.name] ?? node.name, nodeEntry(name, node)])),
      links: topology.cables.map((cable) => linkEntry(topology, cable, names)),
    },
  })
  visit(document, {
    Map: (_, map) => {
      map.flow = ['interface', 'external-access', 'address'].some((key) => map.has(key))
    },
    Seq: (_, list) => {
      list.flow = list.items.every(isScalar)
    },
  })
  document.commentBefore = [
    ' Written by `backhoe generate`.',
    ` Its image, once: backhoe image build, or docker build -t ${NODE_IMAGE.reference} ${name}/image`,
  ].join('\n')
  return {
    yaml: document.toString({ lineWidth: 0, flowCollectionPadding: false }),
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

function nodeEntry(lab: string, node: Node): object {
  const { role, risks, probes } = node
  return {
    kind: 'linux',
    binds: [`${lab}/${node.name}:${NODE_FOLDER}`],
    // A container without privileges cannot write /proc/sys itself.
    sysctls: Object.fromEntries(
      nodeSysctls(node).flatMap((one) => (one.op === 'sysctl' ? [[one.key, one.value]] : [])),
    ) as object,
    exec: [`sh ${NODE_FOLDER}/up.sh`],
    config: {
      vars: { backhoe: { role, ...(risks.length > 0 ? { risks } : {}), ...(probes.length > 0 ? { probes } : {}) } },
    },
  }
}

type Names = Readonly<Record<string, string>>

function linkEntry(topology: Topology, cable: Cable, names: Names): object {
  const ends = [cable.a, cable.b]
  const { role, risks } = cable
  return {
    type: 'veth-stitch',
    endpoints: ends.map((end) => endpointEntry(topology, end, names)),
    mtu: Math.max(...ends.map((end) => interfaceOf(topology, end).mtu ?? ETHERNET_MTU)),
    vars: { backhoe: { role, ...(risks.length > 0 ? { risks } : {}) } },
  }
}

function endpointEntry(topology: Topology, end: Endpoint, names: Names): object {
  const port = interfaceOf(topology, end)
  const member = port.kind === 'port' ? port.stackMember : undefined
  return {
    node: names[end.node] ?? end.node,
    interface: end.interface,
    mac: port.mac,
    ...(member === undefined ? {} : { vars: { backhoe: { stackMember: member } } }),
  }
}
