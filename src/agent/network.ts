import { cpSync, existsSync, lstatSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { ContainerRuntime, Containers } from '../model/containers.ts'
import { WIRE } from '../model/operation.ts'
import type { ContainerlabPlan, Plan } from '../model/plan.ts'
import { BackhoeError, fail } from '../model/problem.ts'
import type { TrialContext } from './context.ts'
import { interfacesOf } from '../inject/interfaces.ts'
import { resolvePanel } from '../inject/resolve.ts'
import { Namespaces } from '../linux/netns.ts'
import { ContainerPower } from './power.ts'
import type { Watcher } from '../observe/watcher.ts'

/** Where a trial's nodes live, before anything of the plan has been applied. */
export interface TrialNetwork {
  readonly namespaces: Namespaces
  /** It was there before the trial and outlives it. */
  readonly shared: boolean
  /** Holds the nodes' folders. */
  readonly dir: string
  /** @throws BackhoeError (70) where a cable's middle is not whole any more */
  readonly check: () => void
  /** Of containers; null: daemons that we have started ourselves. */
  readonly power: ContainerPower | null
  /** Docker's name of each node's container. */
  readonly ids: Containers['ids']
  /** Tells the watcher what it could not see happen. */
  readonly states: (watcher: Watcher) => Promise<void>
  /** Puts the nodes' files and logs where the run keeps them. */
  readonly keep: () => void
}

/** Empty, to be filled by the plan's own operations; or the namespaces of containers that containerlab has brought up. */
export async function openNetwork(plan: Plan, context: TrialContext, ending: AbortController): Promise<TrialNetwork> {
  const { runtime } = plan
  if (runtime.kind === 'netns')
    return {
      namespaces: new Namespaces(),
      dir: `${context.out}/nodes`,
      shared: false,
      check: () => undefined,
      power: null,
      ids: {},
      states: () => Promise.resolve(),
      keep: () => undefined,
    }
  const shared = runtime.mode === 'attach'
  const containers = await startContainers(plan, runtime, context, ending)
  const namespaces = new Namespaces()
  namespaces.adopt(WIRE, 'home')
  for (const [node, pid] of Object.entries(containers.pids)) {
    namespaces.adopt(node, pid)
    interfacesOf(namespaces).contain(node, portsOf(plan, node))
  }
  interfacesOf(namespaces).confine(WIRE)
  const check = (): void => {
    resolvePanel(namespaces, plan.cables, runtime.cables, runtime.lab)
  }
  check()
  return {
    namespaces,
    shared,
    dir: containers.folder,
    check,
    power: new ContainerPower(namespaces, plan.cables, containers),
    ids: containers.ids,
    states: (watcher) => askDaemons(containers, watcher),
    keep: () => {
      if (!shared) keepNodes(containers.folder, `${context.out}/nodes`)
    },
  }
}

const portsOf = ({ cables }: Plan, node: string): string[] =>
  cables.flatMap(({ a, b }) => [a, b].flatMap((end) => (end.node === node ? [end.interface] : [])))

/** Loaded here and only now: labs of plain namespaces shall not wait for it. */
const runtimeOf = (): ContainerRuntime => createRequire('/media/in/')('./containerlab.cjs') as ContainerRuntime

async function startContainers(
  plan: Plan,
  runtime: ContainerlabPlan,
  { journal, tools }: TrialContext,
  ending: AbortController,
): Promise<Containers> {
  if (tools === null)
    fail({ code: 'no-container-tools', what: `nobody said where containerlab is for ${runtime.lab}` }, 70)
  journal.write({ ev: 'step', step: 'deploy' })
  return await runtimeOf().start({
    plan: runtime,
    tools,
    nodes: Object.fromEntries(plan.nodes.map(({ name }) => [name, runtime.names[name] ?? name])),
    folder: LAB_FOLDER,
    say: (node, text) => {
      journal.write({ ev: 'log', node, text })
    },
    happened: (node, event) => {
      journal.write({ ev: 'log', node, text: `container: ${event}` })
      if (event in LOST) ending.abort(nodeLost(node, LOST[event as keyof typeof LOST]))
    },
    silent: () => {
      ending.abort(
        new BackhoeError(
          [{ code: 'docker-silent', what: 'Docker no longer tells what happens to the containers' }],
          70,
        ),
      )
    },
  })
}

/** In a guest's own memory: FIFOs and logs of the nodes do not leave it. */
const LAB_FOLDER = '/run/backhoe/lab'

/**
 * Nobody of ours does any of it, but for a fault that says so. A container that starts again has lost its cables, and whoever
 * was killed for memory may be the daemon that speaks: that is no failover, and nothing of it may be measured as one.
 */
const LOST = { die: 'died', oom: 'ran out of memory', restart: 'was restarted', pause: 'was paused' } as const

const nodeLost = (node: string, how: string): BackhoeError =>
  new BackhoeError(
    [
      {
        code: 'node-died',
        what: `the container of ${node} ${how} during the trial`,
      },
    ],
    70,
  )

/** Their files, not their pipes; a user's own nodes may have none. */
function keepNodes(from: string, to: string): void {
  if (!existsSync(from)) return
  const kept = (path: string): boolean => lstatSync(path).isFile() || lstatSync(path).isDirectory()
  cpSync(from, to, { recursive: true, filter: kept })
}

/** A daemon reports what it becomes; for a watcher that comes later it has to be asked what it is. */
async function askDaemons(containers: Containers, watcher: Watcher): Promise<void> {
  for (const node of watcher.asked()) {
    for (const state of await containers.states(node)) watcher.found({ ...state, node })
  }
}
