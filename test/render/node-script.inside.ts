import { execFileSync } from 'node:child_process'
import { dumpState } from '../../src/inject/dump.ts'
import { Executor } from '../../src/inject/executor.ts'
import { interfacesOf } from '../../src/inject/interfaces.ts'
import { Panel } from '../../src/inject/panel.ts'
import { Namespaces } from '../../src/linux/netns.ts'
import type { Operation } from '../../src/model/operation.ts'

export interface Input {
  readonly cables: ConstructorParameters<typeof Panel>[1]
  readonly build: readonly Operation[]
  /** What is there before a container's script runs: namespaces with sysctls, and cables whose ends are up. */
  readonly handedOver: readonly Operation[]
  readonly scripts: readonly { readonly node: string; readonly text: string }[]
}

/** The nodes' state as the executor makes it, and as containerlab and the generated scripts make it. */
export default function ({ cables, build, handedOver, scripts }: Input): { executor: string[]; scripts: string[] } {
  const state = (namespaces: Namespaces): string[] => {
    for (const operation of build)
      if (operation.op === 'address') interfacesOf(namespaces).give(operation.ns, operation.address)
    // Interface indexes are containerlab's to choose.
    return scripts.flatMap(({ node }) =>
      (dumpState(namespaces).get(node) ?? []).map((line) => `${node} ${line.replace(/index \d+ /, '')}`),
    )
  }
  const ours = new Namespaces()
  new Executor(ours, new Panel(ours, cables), '/tmp/ours').apply(build)

  const theirs = new Namespaces()
  new Executor(theirs, new Panel(theirs, cables), '/tmp/theirs').apply(handedOver)
  for (const { node, text } of scripts) {
    theirs.within(node, () => execFileSync('sh', { input: text, stdio: ['pipe', 'ignore', 'inherit'] }))
  }
  return { executor: state(ours), scripts: state(theirs) }
}
