import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BackhoeError } from '../../model/problem.ts'
import type { Problem } from '../../model/problem.ts'
import { where } from '../commands.ts'
import type { KernelSeries } from '../series.ts'
import { CommandFailed, runContained, runTied } from '../../build/contained.ts'
import type { Mirrors } from '../../build/mirrors.ts'
import { mirrors } from '../../build/mirrors.ts'

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'

/** Backports drop a series as they move on; a release keeps its own. */
const SUITES: Readonly<Record<KernelSeries, (mirror: Mirrors) => readonly string[]>> = {
  '7.3': ({ main }) => [`${main} trixie-backports main`],
  '6.12': ({ main, security }) => [`${security} bookworm-security main`, `${main} trixie main`],
}

/**
 * Debian's source package of a series, as `work/source.tar.xz`. Neither root nor the system's package lists are touched or
 * needed: lists, cache and sources are private, and Debian's keyring signs for what comes.
 * @throws BackhoeError `source-not-had` where the archive has it not, or there is no network
 */
export async function downloadSource(
  series: KernelSeries,
  work: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (where('apt-get') === null) throw notHad(series, 'this machine has no apt-get')
  if (!existsSync(KEYRING))
    throw notHad(series, `Debian's keyring ${KEYRING} is missing (apt install debian-archive-keyring)`)
  const apt = join(work, 'apt')
  mkdirSync(join(apt, 'lists/partial'), { recursive: true })
  mkdirSync(join(apt, 'cache/archives/partial'), { recursive: true })
  const list = join(apt, 'sources.list')
  writeFileSync(
    list,
    SUITES[series](mirrors())
      .map((suite) => `deb [signed-by=${KEYRING}] ${suite}\n`)
      .join(''),
  )
  const options = [
    `Dir::Etc::SourceList=${list}`,
    'Dir::Etc::SourceParts=/dev/null',
    `Dir::State::Lists=${join(apt, 'lists')}`,
    `Dir::Cache=${join(apt, 'cache')}`,
    'APT::Sandbox::User=root',
    'Acquire::Languages=none',
    'Acquire::Retries=2',
    'Acquire::http::Timeout=20',
    'Acquire::https::Timeout=20',
  ].flatMap((option) => ['-o', option])
  // The first complaint is the reason, the last one only its consequence.
  const complaints: string[] = []
  const listen = (line: string): void => {
    complaints.push(...(/^[EW]: (.*)$/.exec(line)?.slice(1) ?? []))
  }
  const aptGet = (...args: readonly string[]): Promise<void> =>
    runTied({
      file: 'apt-get',
      args: [...options, '-q', ...args],
      cwd: apt,
      onLine: listen,
      ...(signal === undefined ? {} : { signal }),
    })

  const source = join(work, 'source.tar.xz')
  try {
    // One suite may be gone while the other has it: what counts is the download.
    await aptGet('update').catch(ignoreFailure)
    await aptGet('download', `linux-source-${series}`)
    const deb = readdirSync(apt).find((name) => name.endsWith('.deb'))
    if (deb === undefined) throw notHad(series, 'apt-get brought no package')
    await runContained({
      file: 'sh',
      args: [
        '-c',
        'dpkg-deb --fsys-tarfile "$1" | tar -xO "./usr/src/linux-source-$2.tar.xz" > "$3"',
        'sh',
        deb,
        series,
        source,
      ],
      cwd: apt,
      ...(signal === undefined ? {} : { signal }),
    })
  } catch (error) {
    if (error instanceof CommandFailed) throw notHad(series, complaints[0] ?? error.message)
    throw error
  }
  return source
}

function ignoreFailure(error: unknown): void {
  if (!(error instanceof CommandFailed)) throw error
}

const SOURCE_NOT_HAD = 'source-not-had'

function notHad(series: KernelSeries, because: string): BackhoeError {
  return new BackhoeError(
    [
      {
        code: SOURCE_NOT_HAD,
        what: `the source of Linux ${series} cannot be had: ${because}`,
        next: `backhoe kernel build --source linux-${series}.tar.xz, with a tarball from kernel.org`,
      } satisfies Problem,
    ],
    69,
  )
}

export const isNotHad = (error: unknown): error is BackhoeError =>
  error instanceof BackhoeError && error.problems[0]?.code === SOURCE_NOT_HAD
