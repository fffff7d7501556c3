import { execa } from 'execa'

/** Dies with us, and all that it started dies with it: `make` leaves no compiler behind. */
const CONTAINED = ['--pdeathsig', 'KILL', 'unshare', '--user', '--map-root-user', '--pid', '--fork', '--kill-child']

/** The same words and the same bytes on every machine. */
const ENV = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  HOME: '/',
  KBUILD_BUILD_TIMESTAMP: '1970-01-01',
  KBUILD_BUILD_USER: 'backhoe',
  KBUILD_BUILD_HOST: 'backhoe',
  KBUILD_BUILD_VERSION: '1',
}

export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  readonly onLine?: (line: string) => void
}

/** A command of a build said no. */
export class CommandFailed extends Error {
  readonly lastLines: readonly string[]

  constructor(command: Command, lastLines: readonly string[]) {
    super(`${[command.file, ...command.args].join(' ')} failed`)
    this.name = 'CommandFailed'
    this.lastLines = lastLines
  }
}

const KEPT = 15

/**
 * Runs it to its end, in process namespaces of its own.
 * @throws CommandFailed with its last lines; the abort's reason where the signal ended it
 */
export async function runContained(command: Command): Promise<void> {
  await run(['setpriv', ...CONTAINED, command.file, ...command.args], command)
}

/** For apt, whose helpers end with it, which must be who we are and may need the way out to the network. */
export async function runTied(command: Command): Promise<void> {
  const proxies = Object.entries(process.env).filter(([name]) => /^(https?|no)_proxy$/i.test(name))
  const env = Object.fromEntries(proxies.map(([name, value]) => [name, value ?? '']))
  await run(['setpriv', '--pdeathsig', 'KILL', command.file, ...command.args], {
    ...command,
    env: { ...env, ...command.env },
  })
}

async function run([file = '', ...args]: readonly string[], command: Command): Promise<void> {
  const { cwd, signal, onLine } = command
  signal?.throwIfAborted()
  const lastLines: string[] = []
  const child = execa(file, args, {
    cwd,
    env: { ...ENV, ...command.env },
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    buffer: false,
    reject: false,
    killSignal: 'SIGKILL',
    // A group of its own: Ctrl-C is ours to hear, and the group ours to end.
    detached: true,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  })
  for await (const line of child.iterable({ from: 'all' })) {
    lastLines.push(line)
    if (lastLines.length > KEPT) lastLines.shift()
    onLine?.(line)
  }
  const result = await child
  signal?.throwIfAborted()
  if (result.failed) throw new CommandFailed(command, lastLines.length > 0 ? lastLines : [result.shortMessage ?? ''])
}
