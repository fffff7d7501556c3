import { quoted } from '../words/shown.ts'
import type { Parameters } from '../words/parameters.ts'

const LONGEST = 100

/**
 * Whether a name of traffic or of an experiment can stand in a report, in JUnit and behind `--only`: printable, on one line, and no path.
 * The language itself keeps `__proto__`.
 */
export const isName = (name: string): boolean =>
  name.length <= LONGEST &&
  name !== '__proto__' &&
  /^[^\p{C}\p{Z}/\\](?:[^\p{C}\u2028\u2029/\\]*[^\p{C}\p{Z}/\\])?$/u.test(name)

export function refuseName(lab: Parameters, of: 'traffic' | 'experiments', name: string): void {
  if (isName(name)) return
  const what = `${of === 'traffic' ? 'traffic' : 'an experiment'} is named ${quoted(name)}`
  const allowed = `1 to ${LONGEST} printable characters on one line, no / or \\ among them, no blank at either end, and not __proto__`
  lab.add(
    {
      code: 'bad-name',
      what,
      allowed,
      next: of === 'traffic' ? "give it a name such as 'web'" : "give it a name such as 'r1 loses its LAN cable'",
    },
    of,
    name,
  )
}
