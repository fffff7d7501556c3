import { relative, resolve } from 'node:path'
import type { VerdictReached } from '../../run-event.ts'

/** What GitHub shows of one kind in a step: more would be dropped without a word. */
const MOST = 10

export interface Repository {
  /** The lab's; '': it has none. */
  readonly file: string
  readonly cwd: string
  /** The repository's folder: paths count from there. */
  readonly workspace: string
}

/** A missed target is an error, an unknown one a warning, at its line of the lab file. */
export function annotationsOf(verdicts: readonly VerdictReached[], repository: Repository): string {
  const lines = (['missed', 'unknown'] as const).flatMap((verdict) => {
    const all = verdicts.filter(({ target }) => target.verdict === verdict)
    const command = verdict === 'missed' ? 'error' : 'warning'
    const shown = all.slice(0, all.length > MOST ? MOST - 1 : MOST).map((one) => annotation(command, one, repository))
    const rest = all.length - shown.length
    return rest === 0 ? shown : [...shown, `::${command}::${String(rest)} more targets are ${verdict}`]
  })
  return lines.map((line) => `${line}\n`).join('')
}

function annotation(
  command: 'error' | 'warning',
  { name, target, where }: VerdictReached,
  repository: Repository,
): string {
  const { on, text, verdict, measured, because } = target
  const place = placeOf(where, repository)
  const properties = { ...place, title: `${verdict}: ${on} ${text}` }
  const written = Object.entries(properties).map(([key, value]) => `${key}=${asProperty(value)}`)
  return `::${command} ${written.join(',')}::${asData(`${name}: ${measured}; ${because.text}`)}`
}

function placeOf(where: string | null, { file, cwd, workspace }: Repository): Record<string, string> {
  const [, path = file, line, col] = /^(.*?):(\d+)(?::(\d+))?$/.exec(where ?? '') ?? []
  if (path === '') return {}
  return {
    file: relative(workspace, resolve(cwd, path)),
    ...(line === undefined ? {} : { line }),
    ...(col === undefined ? {} : { col }),
  }
}

/** As the runner reads commands (actions/runner, ActionCommand). */
const asData = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const asProperty = (text: string): string => asData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
