import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { BackhoeError } from '../../model/problem.ts'
import { where } from '../commands.ts'

/** What a build calls, and the Debian package that brings it. */
const TOOLS: readonly (readonly [command: string, debianPackage: string])[] = [
  ['gcc', 'build-essential'],
  ['make', 'build-essential'],
  ['bc', 'bc'],
  ['bison', 'bison'],
  ['flex', 'flex'],
  ['xz', 'xz-utils'],
  ['tar', 'tar'],
  ['patch', 'patch'],
  ['strip', 'binutils'],
]

const HEADERS: readonly (readonly [path: string, debianPackage: string])[] = [
  ['/usr/include/gelf.h', 'libelf-dev'],
  ['/usr/include/stdio.h', 'build-essential'],
]

/** Debian packages that a build lacks here, each once. */
function missingPackages(): string[] {
  const missing = [
    ...TOOLS.filter(([command]) => where(command) === null),
    ...HEADERS.filter(([path]) => !existsSync(path)),
  ].map(([, debianPackage]) => debianPackage)
  return [...new Set(missing)].sort()
}

/** @throws BackhoeError (69) with the one line that installs what is missing */
export function requireTools(): void {
  const missing = missingPackages()
  if (missing.length === 0) return
  const root = process.getuid?.() === 0 ? '' : 'sudo '
  throw new BackhoeError(
    [
      {
        code: 'missing-packages',
        what: `building a kernel needs what is not installed here: ${missing.join(', ')}`,
        next: `${root}apt-get install -y --no-install-recommends ${missing.join(' ')}`,
      },
    ],
    69,
  )
}

/** `gcc (Debian 12.2.0-14) 12.2.0`; null where there is none. */
export function compilerVersion(): string | null {
  try {
    return (
      execFileSync('gcc', ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\n', 1)[0] ??
      null
    )
  } catch {
    return null
  }
}
