import { isAbsolute, join } from 'node:path'
import { homeFolder } from '../model/home.ts'

/** Where Backhoe keeps what it holds of this machine: leases and live labs. Its user's alone. */
export function stateFolder(env: NodeJS.ProcessEnv = process.env): string {
  const state = env['XDG_STATE_HOME']
  const base = state !== undefined && isAbsolute(state) ? state : join(homeFolder(env), '.local/state')
  return join(base, 'backhoe')
}
