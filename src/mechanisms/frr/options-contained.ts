import type { OwnFile, Unread } from '../../model/own-file.ts'
import type { ContainerCommand } from '../../model/told.ts'
import type { Contained, Container } from '../contract/options.ts'
import { CONTAINED_CONF, CONTAINED_LOG, DAEMON_OF } from './data-own.ts'
import { blocksOf, linesOf, unreadLine, type FrrLine } from './options-blocks.ts'

/** Where FRR's scripts read what to start and vtysh what to tell the daemons (tools/frrcommon.sh, vtysh_config.c). */
const FOLDER = '/etc/frr'
const CONF = `${FOLDER}/frr.conf`
const DAEMONS = `${FOLDER}/daemons`
const VTYSH = `${FOLDER}/vtysh.conf`

/** FRR in a container that starts it with files of the user's own. */
export function containedFrr({ commands, image, file, where }: Container): Contained | null {
  const started = commands.filter(startsFrr)
  // FRR's own image starts the daemons that its file names.
  const isStarted = image === 'frr'
  const conf = file(CONF)
  if ((started.length === 0 && !isStarted) || conf === null) return null
  const found = { isStarted, started, known: [FOLDER, CONF, DAEMONS, VTYSH] }
  const daemons = file(DAEMONS)
  const { running, unread } = daemonsOf(daemons)
  const blocks = blocksOf(conf)
  const idle = blocks.filter(({ head }) => {
    const daemon = DAEMON_OF.find(({ of }) => of.test(head.text))?.daemon
    return daemon !== undefined && !running.has(daemon)
  })
  const vtysh = file(VTYSH)
  const reasons = [
    ...(daemons === null ? [about(`no bound ${DAEMONS}, which says what FRR starts`, where)] : []),
    ...idle.map(({ head }) => about(`“${head.text}” and no daemon for it in ${DAEMONS}`, head.where)),
    ...(vtysh === null
      ? []
      : linesOf(vtysh)
          .filter(({ text }) => !IDLE_OF_VTYSH.test(text.trim()))
          .map(unreadLine)),
  ]
  if (reasons.length > 0) return { ...found, unread: reasons, files: {}, logs: [], does: [], forwards: false }
  return {
    ...found,
    unread,
    files: { [CONTAINED_CONF]: CONF },
    logs: [CONTAINED_LOG],
    does: blocks.flatMap(({ head, lines }) =>
      head.words[0] === 'interface' ? lines.flatMap((line) => addressOf(line, head.words[1] ?? '')) : [],
    ),
    forwards: blocks.some(({ head }) => head.text === 'ip forwarding'),
  }
}

/** A command that starts what FRR's own list of daemons names (tools/frrinit.sh). */
function startsFrr({ words }: ContainerCommand): boolean {
  const [program = '', ...rest] = words
  const name = program.replace(/^(.*\/)/, '')
  if (name === 'service' || name === 'rc-service') return rest.join(' ') === 'frr start'
  return (name === 'frrinit.sh' || program === '/etc/init.d/frr') && rest.join(' ') === 'start'
}

const about = (what: string, where: string): Unread => ({ what, where, device: null })

/** As if it had been set by `ip`. */
const addressOf = ({ words, text, where }: FrrLine, device: string): readonly ContainerCommand[] =>
  words[0] === 'ip' && words[1] === 'address'
    ? [{ words: ['ip', 'address', 'add', ...words.slice(2), 'dev', device], text: text.trim(), where }]
    : []

const IDLE_OF_VTYSH = /^(service integrated-vtysh-config|hostname \S+|username \S+ nopassword)$/

/** Where a daemon's terminal listens, and how large zebra's buffer is. */
const IDLE_OPTIONS = /^\w+_options="?'?\s*(-A\s*\S+|-s\s*\d+|\s)*"?'?$/
const IDLE_OF_DAEMONS = /^((?!vtysh_enable)\w+=no|vtysh_enable="?yes"?|MAX_FDS=\d+|(zebra|staticd|watchfrr)=yes)$/

/** FRR's packages start zebra alone, unless the file says more. */
function daemonsOf(file: OwnFile | null): {
  readonly running: ReadonlySet<string>
  readonly unread: readonly Unread[]
} {
  const running = new Set<string>()
  const unread: Unread[] = []
  for (const line of file === null ? [] : linesOf(file)) {
    const text = line.text.trim()
    const daemon = /^(\w+)="?yes"?$/.exec(text)?.[1]
    if (IDLE_OF_DAEMONS.test(text) || IDLE_OPTIONS.test(text)) continue
    if (daemon !== undefined && daemon !== 'vtysh_enable') running.add(daemon)
    else unread.push(unreadLine(line))
  }
  return { running, unread }
}
