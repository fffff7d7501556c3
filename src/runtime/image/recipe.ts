import { createHash } from 'node:crypto'
import { NODE_IDLE, NODE_IMAGE } from '../../model/node-image.ts'

/** What a node never reads; Perl's modules come with SNMP, and no agent of ours asks for it. */
const DROPPED = [
  '/usr/share/bug/*',
  '/usr/share/doc/*',
  '/usr/share/info/*',
  '/usr/share/lintian/*',
  '/usr/share/locale/*',
  '/usr/share/man/*',
  '/usr/share/perl/*',
  '/usr/lib/*/gconv/*',
  '/usr/lib/*/perl/*',
] as const

/** Times in the image are no later: that of Linux 6.6, so that they are the same wherever it is built. */
const EPOCH_S = 1_700_000_000

/** Removed at the end: what is the building machine's, and what only apt reads. */
const CLEANED = ['etc/hostname', 'etc/resolv.conf', 'var/cache/debconf', 'var/log/apt'] as const

/** Environment and arguments of the mmdebstrap that makes the image; its packages come from a file of apt's sources. */
export function mmdebstrap(
  tar: string,
  sources: string,
): { readonly env: Readonly<Record<string, string>>; readonly args: string[] } {
  return {
    env: { SOURCE_DATE_EPOCH: String(EPOCH_S) },
    args: [
      ...['--mode=auto', '--variant=essential', '--format=tar'],
      `--include=${NODE_IMAGE.packages.join(',')}`,
      // Or the package that merges /usr comes along, with all of Perl.
      '--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr',
      '--aptopt=APT::Install-Recommends "false"',
      // Whether apt's own user may read the cache must not show in the image.
      '--aptopt=APT::Sandbox::User "root"',
      '--aptopt=Acquire::Retries "2"',
      ...DROPPED.map((pattern) => `--dpkgopt=path-exclude=${pattern}`),
      `--customize-hook=cd "$1" && rm -rf ${CLEANED.join(' ')}`,
      ...[NODE_IMAGE.suite, tar, sources],
    ],
  }
}

/** sha256 of our share of an image; the rest are the versions of its packages. */
export function recipeHash(): string {
  const { env, args } = mmdebstrap('node.tar', 'sources.list')
  return sha256(JSON.stringify({ ...NODE_IMAGE, idle: NODE_IDLE, env, args }))
}

/** The name of all that went into an image. */
export const inputsHash = (recipe: string, packages: Readonly<Record<string, string>>): string =>
  sha256(JSON.stringify({ recipe, packages }))

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
