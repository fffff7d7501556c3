import { nexthopDevices } from '../model/nexthops.ts'
import type { Operation } from '../model/operation.ts'
import { makeRunFolder, runFolder } from '../model/run-folder.ts'
import type { Node, Topology } from '../model/topology.ts'
import { nodeDaemons } from './daemons.ts'
import { renderOperations, shellWord } from './iproute.ts'
import { nexthopOperations, nodeOperations } from './node-operations.ts'

/** Where a node's folder is bound in its container. */
export const NODE_FOLDER = '/backhoe'

/** What a container is told once its cables are there. */
export const NODE_EXEC = [`sh ${NODE_FOLDER}/up.sh`]

/** What a container does once its cables are there: the node's own operations as commands, then its daemons. */
export function nodeScript(topology: Topology, node: Node): string {
  const lines = [
    '#!/bin/sh',
    `# ${node.name} of ${topology.name}: run once, when its interfaces are there.`,
    'set -eu',
    `cd ${NODE_FOLDER}`,
    ...renderOperations([...shut(node), ...nodeOperations(node)]).map((line) => inside(line)),
    ...nexthopLines(node),
    // Else a daemon of a container that was killed takes a stranger for itself.
    ...(nodeDaemons(node).length > 0 ? ['rm -f ./*.pid'] : []),
    ...usersOf(node).flatMap((user) => [
      `rm -rf ${runFolder(node.name, user)}`,
      makeRunFolder(runFolder(node.name, user), user),
    ]),
    ...nodeDaemons(node).map(({ name, argv, user = '' }) => {
      const run = runFolder(node.name, user)
      const words = argv.map((word) => shellWord(word.replaceAll('{dir}', NODE_FOLDER).replaceAll('{run}', run)))
      return `${words.join(' ')} >${name}.log 2>&1 &`
    }),
  ]
  return `${lines.join('\n')}\n`
}

/**
 * The kernel takes a nexthop only where its interface has carrier: a port has it once the other end of its cable is there, and the ports
 * of a node that is switched on again have it only when this script is over.
 */
function nexthopLines(node: Node): readonly string[] {
  const devices = nexthopDevices(node)
  if (devices.size === 0) return []
  return [
    '{',
    ...[...devices].map((name) => `until grep -qs 1 /sys/class/net/${name}/carrier; do sleep 0.1; done`),
    ...renderOperations(nexthopOperations(node)).map((line) => inside(line)),
    '} >nexthops.log 2>&1 &',
  ]
}

const usersOf = (node: Node): readonly string[] => [...new Set(nodeDaemons(node).flatMap(({ user }) => user ?? []))]

/** containerlab hands over interfaces that are up, and a bond takes only members that are down. */
const shut = (node: Node): readonly Operation[] =>
  node.interfaces
    .filter((one) => node.interfaces.some((other) => other.kind === 'bond' && other.name === one.master))
    .map((one) => ({ op: 'down', ns: node.name, name: one.name }))

/** In a container the namespace is the caller's, and interface indexes are containerlab's to choose. */
const inside = (line: string): string =>
  line
    .replace(/^(ip|bridge|tc) -n \S+ /, '$1 ')
    .replace(/^ip netns exec \S+ /, '')
    .replace(/ index \d+/, '')
