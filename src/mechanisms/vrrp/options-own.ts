import type { OwnFile } from '../../model/own-file.ts'
import type { NounContext } from '../contract/options.ts'
import { VRRP, type SyncGroup, type UnreadStatement, type VrrpFeature } from './data.ts'
import { globalsOf, type Globals } from './options-own-globals.ts'
import { ownDelays } from './options-own-delays.ts'
import { ownRouter } from './options-own-router.ts'
import { scriptOf, type Asked } from './options-own-script.ts'
import { statementsOf, type Statement } from './options-statements.ts'

/** Where keepalived reports what its instances become. */
const FIFO = '{dir}/vrrp.fifo'

/** Blocks that are read, or that mean nothing but where an instance names them. */
const ROOTS =
  /^(global_defs|vrrp_instance|vrrp_script|vrrp_sync_group|interface_up_down_delays|(vrrp_)?track_.*|bfd_instance)$/

/**
 * Reads a `keepalived.conf` of the user's own (keepalived.conf(5), version 2.2): its virtual routers and sync groups become the node's,
 * and what is not understood is kept with its line. A FIFO is added, by which its states are watched.
 */
export function readKeepalived(file: OwnFile, node: NounContext): string {
  const { statements, unreadable, text } = statementsOf(file)
  const globals = globalsOf(statements)
  const named = (root: string): readonly Statement[] => statements.filter(({ words }) => words[0] === root)
  const scripts = new Map<string, Asked | null>(named('vrrp_script').map((one) => [one.words[1] ?? '', scriptOf(one)]))
  const groups = named('vrrp_sync_group').map(syncGroup)
  const isGrouped = (name: string): boolean => groups.some(({ members }) => members.includes(name))
  const routers = named('vrrp_instance').map((one) => ownRouter(one, globals, scripts, isGrouped(one.words[1] ?? '')))
  const delays = ownDelays(
    named('interface_up_down_delays').flatMap(({ block }) => block),
    routers.map(({ router }) => router),
    groups,
  )
  const unread: readonly UnreadStatement[] = [
    ...unreadable.map((one) => ({ ...one, routers: null })),
    ...statements.filter(({ words: [root = ''] }) => !ROOTS.test(root)).map((one) => unreadOf(one, null)),
    ...globals.unread.map((one) => unreadOf(one, null)),
    ...routers.flatMap(({ router, unread: some }) =>
      some.map(({ statement, isOwn }) => unreadOf(statement, isOwn ? [router.name] : null)),
    ),
    ...delays.refused.map(({ statement, routers: some }) => unreadOf(statement, some)),
    ...groups.flatMap(({ members, others }) => others.map((one) => unreadOf(one, isOfMembers(one) ? members : null))),
  ]
  for (const { router, where } of routers) node.place(`vrrp ${router.name}`, { site: { text: where } })
  node.feature<VrrpFeature>(VRRP, (old) => {
    if (old !== undefined)
      node.problem({
        code: 'configured-twice',
        what: `${node.node} declares virtual routers and brings a keepalived.conf`,
        where: file.name,
        allowed: 'one of the two',
        next: 'leave the file out, or the calls of virtualRouter and syncGroup',
      })
    return {
      routers: routers.map(({ router }) => router),
      syncGroups: groups.map(({ name, members }) => ({ name, members })),
      ...(globals.startupDelayNs === 0 ? {} : { startupDelayNs: globals.startupDelayNs }),
      ...(delays.read.length === 0 ? {} : { delays: delays.read }),
      own: { unread },
    }
  })
  return `${text}${watched(globals)}`
}

const unreadOf = ({ words, where }: Statement, routers: UnreadStatement['routers']): UnreadStatement => ({
  what: `“${words.join(' ')}”`,
  where,
  routers,
})

const isOfMembers = ({ words: [name = ''] }: Statement): boolean =>
  /^(track_|sync_group_tracking_weight|notify)/.test(name)

/** A group's own members; whatever else it says concerns all of them, or the node. */
function syncGroup({ words, block }: Statement): SyncGroup & { readonly others: readonly Statement[] } {
  const [group, others] = [true, false].map((is) => block.filter((one) => (one.words[0] === 'group') === is))
  const members = (group ?? []).flatMap((one) => one.block.flatMap((member) => member.words))
  return {
    name: words[1] ?? '',
    members,
    others: (others ?? []).filter(
      ({ words: [name = ''] }) => !/^(global_tracking|smtp_alert|notify_priority_changes)$/.test(name),
    ),
  }
}

/** keepalived has two FIFOs that report instances; the user's own may be one of them. */
function watched({ fifos, hasScriptUser }: Globals): string {
  if (fifos.some(({ path }) => path === FIFO)) return ''
  const word = fifos.some((one) => one.word === 'vrrp_notify_fifo') ? 'notify_fifo' : 'vrrp_notify_fifo'
  return ['global_defs {', ...(hasScriptUser ? [] : ['    script_user root']), `    ${word} ${FIFO}`, '}', ''].join(
    '\n',
  )
}
