import { userInfo } from 'node:os'
import { isAbsolute } from 'node:path'
import { fail } from './problem.ts'

/**
 * The user's home: $HOME, or the one in passwd(5) where that is empty or relative, as in a service or a container.
 * @throws BackhoeError (69) `no-home` where there is neither
 */
export function homeFolder(env: NodeJS.ProcessEnv = process.env): string {
  const home = env['HOME']
  if (home !== undefined && isAbsolute(home)) return home
  const entry = inPasswd()
  if (entry !== null && isAbsolute(entry)) return entry
  return fail(
    {
      code: 'no-home',
      what: `HOME is ${home === undefined ? 'not set' : JSON.stringify(home)}, and this user has no home folder in /etc/passwd`,
      next: 'let HOME name a folder that you may write to',
    },
    69,
  )
}

/** null: the user has no entry. */
function inPasswd(): string | null {
  try {
    return userInfo().homedir
  } catch {
    return null
  }
}
