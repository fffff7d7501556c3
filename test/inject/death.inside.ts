import { spawnSync } from 'node:child_process'
import { pair } from '../observe/pair.ts'
import { Stand } from '../observe/stand.ts'

export interface Noticed {
  /** Of the neighbour. */
  readonly carrier: string
  readonly afterNs: number
}

/** What b sees of its carrier while a shuts its port, opens it, and loses it for ever as when its namespace goes away. */
export default async function (): Promise<Record<'shut' | 'opened' | 'died', Noticed>> {
  const stand = new Stand(pair())
  const watcher = await stand.watch()
  const notice = async (...command: readonly string[]): Promise<Noticed> => {
    const atNs = stand.clock.now()
    const { status } = stand.namespaces.within('a', () => spawnSync('ip', ['link', ...command]))
    if (status !== 0) throw new Error(`ip link ${command.join(' ')}: exit ${String(status)}`)
    const doneNs = stand.clock.now()
    await stand.rest(500e6)
    const [change] = watcher.history('b', 'eth0', 'carrier').filter(({ t }) => t >= atNs)
    return { carrier: change?.to ?? 'as it was', afterNs: (change?.t ?? Infinity) - doneNs }
  }
  return {
    shut: await notice('set', 'dev', 'eth0', 'down'),
    opened: await notice('set', 'dev', 'eth0', 'up'),
    died: await notice('delete', 'dev', 'eth0'),
  }
}
