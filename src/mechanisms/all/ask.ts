import type { DaemonState } from '../../model/containers.ts'
import type { Ask } from '../contract/ask.ts'
import { askKeepalived } from '../vrrp/ask.ts'

const ASKS: readonly Ask[] = [askKeepalived]

/** What the daemons of all mechanisms in a container say of themselves now. */
export async function daemonStates(pid: number): Promise<readonly DaemonState[]> {
  const states: DaemonState[] = []
  for (const ask of ASKS) states.push(...(await ask(pid)))
  return states
}
