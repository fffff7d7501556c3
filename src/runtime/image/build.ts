import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { where } from '../../kernel/commands.ts'
import { CommandFailed, runTied } from '../../build/contained.ts'
import { fileSha256 } from '../../build/digest.ts'
import { mirrors } from '../../build/mirrors.ts'
import { Workshop } from '../../build/workshop.ts'
import { NODE_IMAGE } from '../../model/node-image.ts'
import { BackhoeError } from '../../model/problem.ts'
import { fileSystemOf } from './file-system.ts'
import { inputsHash, mmdebstrap, recipeHash } from './recipe.ts'
import type { BuiltImage, StoredImage } from './store.ts'
import { imagesFolder, readImage, storedImages } from './store.ts'
import { examineTar } from './tar.ts'

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'
/** Its packages, its tree and its tar. */
const NEEDED = { what: 'the node image', bytes: 1e9 } as const

export interface ImageRequest {
  readonly signal?: AbortSignal
  readonly env?: NodeJS.ProcessEnv
  /** A new step began. */
  readonly onStep?: (text: string) => void
}

/**
 * The node image's root file system, built if it is not there yet: from the mirrors that apt uses here, as root or not.
 * It appears in the cache at once and whole.
 * @throws BackhoeError; the abort's reason where the signal ended it
 */
export async function buildImage(request: ImageRequest): Promise<StoredImage & { readonly cached: boolean }> {
  const env = request.env ?? process.env
  const stored = storedImages(env)[0]
  if (stored !== undefined) return { ...stored, cached: true }
  requireTools()
  const images = imagesFolder(env)
  using workshop = Workshop.open(images, NEEDED)
  const finished = join(workshop.folder, 'finished')
  mkdirSync(finished)
  const tar = join(finished, 'node.tar')
  await bootstrap(tar, workshop.folder, request)
  request.onStep?.('looking at what was built')
  const { packages, unpackedBytes } = await examineTar(tar)
  const recipe = recipeHash()
  const image: BuiltImage = {
    version: NODE_IMAGE.version,
    recipe,
    inputs: inputsHash(recipe, packages),
    packages,
    unpackedBytes,
    tarSha256: await fileSha256(tar),
    builtAt: new Date().toISOString(),
  }
  writeFileSync(join(finished, 'image.json'), `${JSON.stringify(image, null, 2)}\n`)
  const built = { path: keep(finished, join(images, image.inputs.slice(0, 16))), image }
  request.onStep?.('making a file system of it')
  await fileSystemOf(built, env)
  return { ...built, cached: false }
}

async function bootstrap(tar: string, work: string, { signal, onStep }: ImageRequest): Promise<void> {
  const { main, security } = mirrors()
  const { suite } = NODE_IMAGE
  const sources = join(work, 'sources.list')
  const suites = [`${main} ${suite} main`, `${security} ${suite}-security main`]
  writeFileSync(sources, suites.map((line) => `deb [signed-by=${KEYRING}] ${line}\n`).join(''))
  const { env, args } = mmdebstrap(tar, sources)
  // The first complaint is the reason, the last one only its consequence.
  const complaints: string[] = []
  const listen = (line: string): void => {
    complaints.push(...(/^E: (.*)$/.exec(line)?.slice(1) ?? []))
    const step = /^I: ((?:downloading|extracting|installing|creating) .*?)\.*$/.exec(line)?.[1]
    if (step !== undefined) onStep?.(step)
  }
  onStep?.(`fetching Debian's lists for ${suite}`)
  try {
    await runTied({
      ...contained(args),
      env: { ...env, TMPDIR: work },
      cwd: work,
      onLine: listen,
      ...(signal === undefined ? {} : { signal }),
    })
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error
    const said = (complaints.length > 0 ? complaints.slice(0, 3) : error.lastLines).map((line) => `\n  | ${line}`)
    const next =
      'apt-get update has to work here; an ordinary user needs uidmap and a line in /etc/subuid and /etc/subgid'
    throw new BackhoeError(
      [{ code: 'image-not-built', what: `mmdebstrap did not make the image:${said.join('')}`, next }],
      69,
    )
  }
}

/** Root's would outlive us piecemeal; an ordinary user's makes process namespaces itself. */
function contained(args: readonly string[]): { readonly file: string; readonly args: readonly string[] } {
  if (process.getuid?.() !== 0) return { file: 'mmdebstrap', args }
  return { file: 'unshare', args: ['--pid', '--fork', '--kill-child', '--mount-proc', 'mmdebstrap', ...args] }
}

/** @throws BackhoeError (69) with the one line that installs what is missing */
function requireTools(): void {
  const missing = [
    ...(where('mmdebstrap') === null ? ['mmdebstrap'] : []),
    ...(existsSync(KEYRING) ? [] : ['debian-archive-keyring']),
  ]
  if (missing.length === 0) return
  const root = process.getuid?.() === 0 ? '' : 'sudo '
  throw new BackhoeError(
    [
      {
        code: 'missing-packages',
        what: `building the node image needs what is not installed here: ${missing.join(', ')}`,
        next: `${root}apt-get install -y --no-install-recommends ${missing.join(' ')}`,
      },
    ],
    69,
  )
}

/** One rename: another command sees all of it or nothing. */
function keep(finished: string, folder: string): string {
  if (existsSync(folder) && readImage(folder) === null) rmSync(folder, { recursive: true, force: true })
  // Somebody else may have built the same meanwhile; theirs is as good.
  if (!existsSync(folder)) renameSync(finished, folder)
  return join(folder, 'node.tar')
}
