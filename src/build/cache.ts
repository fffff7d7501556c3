import { isAbsolute, join } from 'node:path'
import { homeFolder } from '../model/home.ts'
import type { Problem } from '../model/problem.ts'

/** `$XDG_CACHE_HOME/backhoe`, else `~/.cache/backhoe`. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const xdg = env['XDG_CACHE_HOME']
  const base = xdg !== undefined && isAbsolute(xdg) ? xdg : join(homeFolder(env), '.cache')
  return join(base, 'backhoe')
}

export const cacheNotWritable = (folder: string, error: unknown): Problem => ({
  code: 'cache-not-writable',
  what: `the cache ${folder} cannot be written: ${(error as Error).message}`,
  next: 'set XDG_CACHE_HOME to a folder that this user may write',
})
