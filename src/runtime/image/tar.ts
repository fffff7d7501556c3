import { execa } from 'execa'

export interface TarContents {
  /** Debian's packages and their versions, by name. */
  readonly packages: Readonly<Record<string, string>>
  readonly unpackedBytes: number
}

/** Reads what is installed in a root file system, and how large it is, from its tar. */
export async function examineTar(tar: string): Promise<TarContents> {
  const [status, list] = await Promise.all([
    execa('tar', ['-xOf', tar, './var/lib/dpkg/status']),
    execa('tar', ['-tvf', tar], { maxBuffer: 1e8 }),
  ])
  const sizes = list.stdout.split('\n').map((line) => Number(/^-\S+\s+\S+\s+(\d+)/.exec(line)?.[1] ?? 0))
  return { packages: packagesOf(status.stdout), unpackedBytes: sizes.reduce((sum, size) => sum + size, 0) }
}

function packagesOf(status: string): Record<string, string> {
  const field = (stanza: string, name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(stanza)?.[1] ?? ''
  const stanzas = status.split('\n\n').filter((stanza) => stanza.includes('Package: '))
  const versions = stanzas.map((stanza) => [field(stanza, 'Package'), field(stanza, 'Version')] as const)
  return Object.fromEntries(versions.sort(([a], [b]) => (a < b ? -1 : 1)))
}
