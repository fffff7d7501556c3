import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where this machine gets Debian from. */
export interface Mirrors {
  readonly main: string
  readonly security: string
}

/** As apt is configured; Debian's own where it is not. */
export function mirrors(folder = '/etc/apt'): Mirrors {
  const uris = sourceFiles(folder).flatMap((file) => urisOf(readFileSync(file, 'utf8'), file.endsWith('.sources')))
  return {
    main: uris.find((uri) => /\/debian\/?$/.test(uri)) ?? 'http://deb.debian.org/debian',
    security: uris.find((uri) => /\/debian-security\/?$/.test(uri)) ?? 'http://deb.debian.org/debian-security',
  }
}

function sourceFiles(folder: string): string[] {
  const parts = join(folder, 'sources.list.d')
  const inParts = existsSync(parts)
    ? readdirSync(parts)
        .sort()
        .map((name) => join(parts, name))
    : []
  return [join(folder, 'sources.list'), ...inParts].filter((file) => /\.(list|sources)$/.test(file) && existsSync(file))
}

/** Of the one-line form and of deb822. */
export function urisOf(text: string, deb822: boolean): string[] {
  const lines = text.split('\n').filter((line) => !line.trimStart().startsWith('#'))
  if (!deb822) return lines.flatMap((line) => /^\s*deb(?:-src)?\s+(?:\[[^\]]*\]\s+)?(\S+)/.exec(line)?.[1] ?? [])
  return lines.flatMap((line) => /^URIs:\s*(.*)$/i.exec(line)?.[1]?.split(/\s+/) ?? []).filter((uri) => uri !== '')
}
