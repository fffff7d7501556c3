import { spawnSync } from 'node:child_process'
import type { RouteWait } from '../../../src/mechanisms/route/data-kinds.ts'
import type { Ns } from '../../../src/model/time.ts'
import { compose } from '../../../src/compose/index.ts'
import { Stand, type Seen } from '../stand.ts'

export interface Step {
  readonly command: string
  readonly startNs: Ns
  readonly endNs: Ns
}

/** What `ip` does in node a, or in b where a command begins with its name, one command after another, and what the watcher has recorded. */
export default async function (commands: readonly string[]): Promise<{
  readonly seen: readonly Seen[]
  readonly steps: readonly Step[]
  readonly evidence: readonly string[]
}> {
  const net = compose('pair')
  const [a, b] = [net.node('a', { role: 'router' }), net.node('b', { role: 'router' })]
  for (const [k, name] of ['one', 'two'].entries())
    net.link(
      a.port(name, { addresses: [`10.0.${String(k)}.1/24`] }),
      b.port(name, { addresses: [`10.0.${String(k)}.2/24`] }),
    )
  a.route('10.1.0.0/16', '10.0.0.2')
  const stand = new Stand(net.build())
  const watcher = await stand.watch({ routes: ['a'] })
  const steps: Step[] = []
  for (const command of commands) {
    const [first = '', ...rest] = command.split(' ')
    const [node, words] = first === 'b' ? ['b', rest] : ['a', [first, ...rest]]
    const startNs = stand.clock.now()
    const { status, stderr } = stand.namespaces.within(node, () => spawnSync('ip', words))
    if (status !== 0) throw new Error(`ip ${command}: ${String(stderr)}`)
    steps.push({ command, startNs, endNs: stand.clock.now() })
    await stand.rest(20e6)
  }
  const wanted: RouteWait = { wait: 'route', node: 'a', name: '10.2.0.0/16', state: '10.0.0.2,10.0.1.2' }
  const other: RouteWait = { ...wanted, state: 'blackhole' }
  const evidence = [
    await watcher.waitFor(other, stand.clock.now()).catch(String),
    await watcher.waitFor(wanted, stand.clock.now()).catch(String),
  ]
  watcher.leave('a')
  watcher.lost('a')
  await watcher.stop()
  return { seen: stand.seen, steps, evidence }
}
