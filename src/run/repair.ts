import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { lostHalves, recreate, damage } from '../inject/recreate.ts'
import { dumpLinks } from '../linux/netlink/dump.ts'
import { Namespaces } from '../linux/netns.ts'
import type { ClabFile, ClabNode } from '../clab/file.ts'
import { hasContainer, readClab } from '../clab/read.ts'
import { readSource } from '../clab/source.ts'
import { addressesIn, stitchesOf, unmendableOf, type Unmendable } from '../clab/stitches.ts'
import { mapping } from '../clab/values.ts'
import { refuseHeld } from '../lease/lease.ts'
import { WIRE } from '../model/operation.ts'
import type { Problem } from '../model/problem.ts'
import type { Stitch } from '../model/stitch.ts'
import type { Endpoint } from '../model/topology.ts'
import { noLab, runningNodes, topologyFileOf, type RunningNode } from '../runtime/containerlab/containers.ts'
import { configure, nameNamespace } from '../runtime/containerlab/power.ts'
import { reachDocker, type DockerDaemon } from '../runtime/containerlab/reach.ts'

/** What a lab has lost, and what is done about it. */
export interface Repair {
  readonly torn: readonly { readonly stitch: Stitch; readonly what: string }[]
  /** Nodes that started anew, and have none of the configuration that they got when the lab was deployed. */
  readonly bare: readonly { readonly node: string; readonly exec: readonly string[]; readonly ours: boolean }[]
  /** Cables that are torn as well, and stay so. */
  readonly lost: readonly Problem[]
  /** Does it. @throws BackhoeError (70) where a node refuses its configuration */
  readonly perform: () => Promise<void>
}

/**
 * Finds what containers that restarted have lost of a lab that runs on this machine, by the file that it was deployed from.
 * @throws BackhoeError 64 where that file is none, 69 where there is no such lab or a run works on it, 70 where a node does not run
 */
export async function examine(lab: string): Promise<Repair> {
  const docker = await reachDocker('repair')
  const file = (await topologyFileOf(docker, lab)) ?? noLab(lab)
  refuseHeld(lab)
  const { clab } = readClab(readSource(file), file, process.env)
  const nodes = clab.nodes.filter(hasContainer)
  const running = await runningNodes(docker, lab, Object.fromEntries(nodes.map(({ name }) => [name, name])))
  const namespaces = new Namespaces()
  namespaces.adopt(WIRE, 'home')
  for (const [node, { pid }] of Object.entries(running)) namespaces.adopt(node, pid)

  const stitches = stitchesOf(clab, addressesIn(exported(file, clab)))
  const torn = stitches.flatMap((stitch) => {
    const what = damage(namespaces, stitch)
    return what === null ? [] : [{ stitch, what }]
  })
  const lost = new Set(torn.flatMap(({ stitch }) => lostHalves(namespaces, stitch).map(({ at }) => at.node)))
  const bare = nodes
    .filter(({ name }) => lost.has(name))
    .map((node) => ({ node: node.name, exec: node.exec.map(({ text }) => text), ours: isOurs(node) }))
  const there = ({ node, interface: name }: Endpoint): boolean =>
    dumpLinks(namespaces.netlink(node)).some((link) => link.name === name)
  return {
    torn,
    bare,
    lost: unmendableOf(clab)
      .filter(({ ends }) => !ends.every(there))
      .map(lostCable),
    perform: async () => {
      for (const { stitch } of torn) recreate(namespaces, stitch)
      for (const { node, exec } of bare) await restore(docker, running[node], exec)
    },
  }
}

const lostCable = ({ cable, because }: Unmendable): Problem => ({
  code: 'cable-lost',
  what: `the cable ${cable} cannot be made again: ${because}`,
  next: 'containerlab destroy, then deploy again',
})

/** Written by `generate`, so that `exec` is all of its configuration. */
const isOurs = ({ vars }: ClabNode): boolean => typeof mapping(vars, 'backhoe').role === 'string'

async function restore(
  docker: DockerDaemon,
  container: RunningNode | undefined,
  exec: readonly string[],
): Promise<void> {
  if (container === undefined) return
  nameNamespace(container.name, container.pid)
  await configure(docker, container.id, container.name, exec)
}

/** What containerlab has written of the lab beside its file. */
function exported(file: string, { lab }: ClabFile): unknown {
  try {
    return JSON.parse(readFileSync(join(dirname(file), `clab-${lab}`, 'topology-data.json'), 'utf8'))
  } catch {
    return null
  }
}
