/*
 * The room of rendering: the model as text, for other programs and for people.
 * It owns iproute2 commands, containerlab files, `keepalived.conf`, the scripts of Open vSwitch, and pictures for Mermaid and Graphviz.
 * It never writes a file or runs a command, and the same model gives the same bytes.
 * Begin here: this file renders operations as commands. `node-operations.ts` makes the operations of a node out of a topology,
 * `daemons.ts` the files of its daemons (`keepalived.ts`, `open-vswitch.ts`), `clab.ts` the files of containerlab, `graph.ts` a picture.
 */
import { waitText } from '../mechanisms/all/text.ts'
import { panelEnd, WIRE, type Operation } from '../model/operation.ts'
import { makeRunFolder, runFolder } from '../model/run-folder.ts'
import { OPEN_VSWITCH_FOLDER, vlanWords } from '../model/open-vswitch.ts'
import { masquerading, publishing } from '../model/nat.ts'
import { formatNs, type Ns } from '../model/time.ts'
import type { FrameMatch, Netem, NetemSlot } from '../model/traffic-control.ts'
import type { BondConfig, BondMonitor } from '../model/bond.ts'
import { gatewaysOf, groupMemberText, type Route, type Rule } from '../model/route.ts'
import type { Filter, FilterAction, FilterMatch, SpanningTree } from '../model/topology.ts'

/**
 * Operations as iproute2 commands, one a line, runnable as root in the nodes' folder: for `backhoe plan` and for people.
 * What no command does (a file, a wait) is a comment.
 */
export const renderOperations = (operations: readonly Operation[]): string[] => operations.flatMap(render)

function render(operation: Operation): string[] {
  switch (operation.op) {
    case 'namespace':
      return [`ip netns add ${operation.ns}`]
    case 'sysctl':
      return [`ip netns exec ${operation.ns} sysctl -qw ${shellWord(`${operation.key}=${operation.value}`)}`]
    case 'veth': {
      const { peer } = operation
      return [
        `${add(operation)} type veth peer name ${peer.name} index ${String(peer.index)} address ${peer.mac} netns ${peer.ns}`,
      ]
    }
    case 'bond':
      return [`${add(operation)} type bond ${bondText(operation.bond)}`]
    case 'bridge': {
      const filtering = operation.vlanFiltering ? ' vlan_filtering 1 vlan_default_pvid 0' : ''
      const { ageingNs } = operation
      const ageing = ageingNs === undefined ? '' : ` ageing_time ${String(ageingNs / 1e7)}`
      const tree = operation.userStp === true ? 'stp_state 1' : stpText(operation.stp)
      const mode =
        operation.userStp === true
          ? ' # before stp_state, IFLA_BR_STP_MODE is 1 (user): iproute2 has no word for it'
          : ''
      return [`${add(operation)} type bridge ${tree}${ageing} mcast_snooping 0${filtering}${mode}`]
    }
    case 'stp-port': {
      const { cost, priority, guard } = operation.stp
      const guarded = guard === undefined ? '' : guard === 'bpdu' ? ' guard on' : ' root_block on'
      return [set(operation, `type bridge_slave cost ${String(cost)} priority ${String(priority)}${guarded}`)]
    }
    case 'bridge-port': {
      const { learning, isolated, neighSuppress } = operation.port
      const words = [
        ...(learning === false ? ['learning off'] : []),
        ...(isolated === true ? ['isolated on'] : []),
        ...(neighSuppress === true ? ['neigh_suppress on'] : []),
      ]
      return [set(operation, `type bridge_slave ${words.join(' ')}`)]
    }
    case 'vlan':
      return [
        `${add(operation, operation.parent)} type vlan${operation.protocol === undefined ? '' : ` protocol ${operation.protocol}`} id ${String(operation.vlan)}`,
      ]
    case 'macvlan':
      return [`${add(operation, operation.parent)} type macvlan mode bridge`]
    case 'master':
      return [set(operation, operation.master === null ? 'nomaster' : `master ${operation.master}`)]
    case 'primary':
      return [set(operation, `type bond primary ${operation.member}`)]
    case 'mtu':
      return [set(operation, `mtu ${String(operation.mtu)}`)]
    case 'tx-queue':
      return [set(operation, `txqueuelen ${String(operation.packets)}`)]
    case 'gso-max-segs':
      return [set(operation, `gso_max_segs ${String(operation.segments)}`)]
    case 'tx-checksums':
      return [`ip netns exec ${operation.ns} ethtool -K ${operation.name} tx off`]
    case 'up':
    case 'down':
      return [set(operation, operation.op)]
    case 'address':
      return [`ip -n ${operation.ns} address add ${operation.address} dev ${operation.name}`]
    case 'route': {
      const { ns, to, refuse, table, metric, nhid } = operation
      const words = [
        ...(refuse === undefined ? [] : [refuse]),
        to,
        ...(table === undefined ? [] : [`table ${String(table)}`]),
        ...hopWords(operation),
        ...(nhid === undefined ? [] : [`nhid ${String(nhid)}`]),
        ...(metric === undefined ? [] : [`metric ${String(metric)}`]),
      ]
      return [`ip -n ${ns} route add ${words.join(' ')}`]
    }
    case 'nexthop': {
      const { ns, id, via, device } = operation
      return [`ip -n ${ns} nexthop add id ${String(id)} via ${via} dev ${device}`]
    }
    case 'nexthop-group': {
      const { ns, id, members, group } = operation
      const type = group.type === 'mpath' ? '' : ` type resilient buckets ${String(group.buckets)}`
      return [`ip -n ${ns} nexthop add id ${String(id)} group ${members.map(groupMemberText).join('/')}${type}`]
    }
    case 'rule':
      return [`ip -n ${operation.ns} rule add pref ${String(operation.pref)} ${ruleText(operation)}`]
    case 'port-vlans': {
      const { native, untagged = [], tagged } = operation.vlans
      const self = operation.self === true ? ' self' : ''
      return [
        ...(native === null ? [] : [vlanLine('add', operation, native, ' pvid untagged')]),
        ...untagged.map((vlan) => vlanLine('add', operation, vlan, ' untagged')),
        ...tagged.map((vlan) => vlanLine('add', operation, vlan)),
      ].map((line) => line + self)
    }
    case 'vlan-add':
      return [
        vlanLine(
          'add',
          operation,
          operation.vlan,
          operation.native ? ' pvid untagged' : operation.untagged === true ? ' untagged' : '',
        ),
      ]
    case 'vlan-delete':
      return [vlanLine('del', operation, operation.vlan)]
    case 'ovs-vlans': {
      const { ns, name, vlans } = operation
      return [`ovs-vsctl --db=unix:${ns}/${OPEN_VSWITCH_FOLDER}/db.sock ${vlanWords(name, vlans).join(' ')}`]
    }
    case 'backup-port':
      return [set(operation, `type bridge_slave backup_port ${operation.backup}`)]
    case 'masquerade':
      return [`ip netns exec ${operation.ns} nft ${shellWord(masquerading(operation.name))}`]
    case 'publish': {
      const { ns, name, address, target } = operation
      return [`ip netns exec ${ns} nft ${shellWord(publishing(name, address, target))}`]
    }
    case 'clsact':
      return [`tc -n ${operation.ns} qdisc add dev ${operation.name} clsact`]
    case 'clsact-delete':
      return [`tc -n ${operation.ns} qdisc del dev ${operation.name} clsact`]
    case 'redirect':
      return [
        `${filter('add', operation, { match: 'all' })} matchall action mirred egress redirect dev ${operation.to}`,
      ]
    case 'filter':
      return [ownFilter(operation, operation.filter)]
    case 'drop':
      return [`${filter('add', operation, operation.match)} matchall action drop`]
    case 'filter-delete':
      return [filter('del', operation, operation.match)]
    case 'netem':
      return [
        `tc -n ${operation.ns} qdisc add dev ${operation.name} root handle 1: netem ${netemText(operation.netem)}`,
      ]
    case 'netem-clear':
      return [
        `tc -n ${operation.ns} qdisc change dev ${operation.name} root handle 1: netem limit ${String(operation.limit)} rate 0bit corrupt 0%${operation.slot === true ? ' slot 0us 0us' : ''}`,
      ]
    case 'netem-delete':
      return [`tc -n ${operation.ns} qdisc del dev ${operation.name} root`]
    case 'light':
      return [set({ ns: WIRE, name: panelEnd(operation.cable, operation.end).name }, operation.on ? 'up' : 'down')]
    case 'file':
      return [
        `# write ${operation.node}/${operation.path}: ${String(operation.text.trimEnd().split('\n').length)} lines`,
      ]
    case 'daemon': {
      const { node, name, argv, user } = operation
      const run = user === undefined ? '' : runFolder(node, user)
      const words = argv.map((word) => shellWord(word.replaceAll('{dir}', node).replaceAll('{run}', run)))
      return [
        ...(user === undefined ? [] : [makeRunFolder(run, user)]),
        `ip netns exec ${node} ${words.join(' ')} >${node}/${name}.log 2>&1 &`,
      ]
    }
    case 'power':
      return [`# ${operation.on ? 'start' : 'kill'} what runs in ${operation.node}${operation.on ? ' again' : ''}`]
    case 'pause':
      return [
        operation.paused
          ? `# stop every process of ${operation.node}`
          : `# let every process of ${operation.node} go on`,
      ]
    case 'wait':
      return [`# wait, at most ${formatNs(operation.deadlineNs)}, until ${waitText(operation.wait)}`]
  }
}

function hopWords({ weights, device, ...route }: Route): readonly string[] {
  const gateways = gatewaysOf(route)
  if (gateways.length > 1)
    return gateways.map(
      (via, at) => `nexthop via ${via}${weights === undefined ? '' : ` weight ${String(weights[at])}`}`,
    )
  return [...gateways.map((via) => `via ${via}`), ...(device === undefined ? [] : [`dev ${device}`])]
}

const ruleText = ({ from, to, iif, mark, table }: Rule): string =>
  Object.entries({ from, to, iif, fwmark: mark?.toString(), table: String(table ?? 'main') })
    .flatMap(([word, value]) => (value === undefined ? [] : [`${word} ${value}`]))
    .join(' ')

interface Device {
  readonly ns: string
  readonly name: string
}

const add = (link: Device & { readonly index: number; readonly mac: string }, parent?: string): string =>
  `ip -n ${link.ns} link add ${parent === undefined ? '' : `link ${parent} `}dev ${link.name} index ${String(link.index)} address ${link.mac}`

const set = ({ ns, name }: Device, what: string): string => `ip -n ${ns} link set dev ${name} ${what}`

/** iproute2 takes the timers in hundredths of a second. */
function stpText(stp: SpanningTree | undefined): string {
  if (stp === undefined) return 'forward_delay 0 stp_state 0'
  const [delay, hello, age] = [stp.forwardDelayNs, stp.helloNs, stp.maxAgeNs].map((ns) => String(ns / 1e7))
  return `forward_delay ${String(delay)} hello_time ${String(hello)} max_age ${String(age)} stp_state 1 priority ${String(stp.priority)}`
}

const vlanLine = (verb: 'add' | 'del', { ns, name }: Device, vlan: number, words = ''): string =>
  `bridge -n ${ns} vlan ${verb} dev ${name} vid ${String(vlan)}${words}`

function filter(
  verb: 'add' | 'del',
  { ns, name, pref }: Device & { readonly pref: number },
  match: FrameMatch,
): string {
  const protocol = match.match === 'all' ? 'all' : `0x${match.ethertype.toString(16).padStart(4, '0')}`
  return `tc -n ${ns} filter ${verb} dev ${name} ingress protocol ${protocol} pref ${String(pref)}`
}

function ownFilter({ ns, name }: Device, { at, pref, match, actions }: Filter): string {
  const [protocol, words] = matchWords(match)
  return `tc -n ${ns} filter add dev ${name} ${at} protocol ${protocol} pref ${String(pref)} ${words} ${actions.map(actionText).join(' pipe ')}`
}

function matchWords(match: FilterMatch): readonly [protocol: string, words: string] {
  switch (match.match) {
    case 'all':
      return ['all', 'matchall']
    case 'mark':
      return ['all', `handle ${String(match.mark)} fw`]
    case 'label':
      return ['802.1ad', `flower vlan_id ${String(match.label)}`]
  }
}

function actionText(action: FilterAction): string {
  switch (action.act) {
    case 'drop':
      return 'action drop'
    case 'mark':
      return `action skbedit mark ${String(action.mark)}`
    case 'pop-label':
      return 'action vlan pop'
    case 'enter':
      return `action mirred ingress redirect dev ${action.by}`
  }
}

const milliseconds = (ns: Ns): string => String(Math.round(ns / 1e6))

const bondText = (bond: BondConfig): string => ['mode', bond.mode, monitorText(bond.monitor), ...ofMode(bond)].join(' ')

function ofMode(bond: BondConfig): string[] {
  switch (bond.mode) {
    case 'active-backup':
      return [
        `primary_reselect ${bond.primaryReselect}`,
        ...(bond.failOverMac === undefined ? [] : [`fail_over_mac ${bond.failOverMac}`]),
        ...(bond.resendIgmp === undefined ? [] : [`resend_igmp ${String(bond.resendIgmp)}`]),
        ...(bond.numGratArp === undefined ? [] : [`num_grat_arp ${String(bond.numGratArp)}`]),
        ...(bond.allSlavesActive === undefined ? [] : ['all_slaves_active 1']),
        ...(bond.peerNotifDelayNs === undefined ? [] : [`peer_notify_delay ${milliseconds(bond.peerNotifDelayNs)}`]),
      ]
    case '802.3ad':
      return [
        `lacp_rate ${bond.lacpRate} xmit_hash_policy ${bond.hash} min_links ${String(bond.minLinks)}${systemText(bond)}`,
        ...(bond.adSelect === undefined ? [] : [`ad_select ${bond.adSelect}`]),
      ]
    case 'balance-xor':
      return [`xmit_hash_policy ${bond.hash}`]
    case 'balance-rr':
    case 'broadcast':
    case 'balance-tlb':
    case 'balance-alb':
      return []
  }
}

function systemText({ system, portKey }: Extract<BondConfig, { mode: '802.3ad' }>): string {
  const own = system === undefined ? '' : ` ad_actor_system ${system.mac} ad_actor_sys_prio ${String(system.priority)}`
  return portKey === undefined ? own : `${own} ad_user_port_key ${String(portKey)}`
}

function monitorText(monitor: BondMonitor): string {
  if (monitor.by === 'none') return 'miimon 0'
  if (monitor.by === 'mii') {
    const { miimonNs, updelayNs, downdelayNs } = monitor
    return `miimon ${milliseconds(miimonNs)} updelay ${milliseconds(updelayNs)} downdelay ${milliseconds(downdelayNs)}`
  }
  const { intervalNs, targets, validate, missedMax, allTargets } = monitor
  const all = allTargets === undefined ? '' : ' arp_all_targets all'
  return `arp_interval ${milliseconds(intervalNs)} arp_ip_target ${targets.join(',')} arp_validate ${validate}${all} arp_missed_max ${String(missedMax)}`
}

function netemText(netem: Netem): string {
  const { loss } = netem
  const delay = [netem.delayNs, netem.jitterNs].filter((ns) => ns !== undefined).map(time)
  const words = [
    `limit ${String(netem.limit)}`,
    delay.length === 0 ? '' : `delay ${delay.join(' ')}`,
    netem.distribution === undefined ? '' : `distribution ${netem.distribution}`,
    loss === undefined
      ? ''
      : loss.model === 'independent'
        ? `loss ${String(loss.percent)}%`
        : `loss gemodel ${String(loss.p)}% ${String(loss.r)}%`,
    percentText('duplicate', netem.duplicatePercent),
    reorderText(netem),
    percentText('corrupt', netem.corruptPercent),
    netem.rateKbit === undefined ? '' : `rate ${String(netem.rateKbit)}kbit`,
    netem.slot === undefined ? '' : slotText(netem.slot),
  ]
  return words.filter((word) => word !== '').join(' ')
}

function reorderText({ reorderPercent, reorderCorrelationPercent, gap }: Netem): string {
  const correlation = reorderCorrelationPercent === undefined ? '' : ` ${String(reorderCorrelationPercent)}%`
  return `${percentText('reorder', reorderPercent)}${correlation}${gap === undefined ? '' : ` gap ${String(gap)}`}`
}

function slotText({ minNs, maxNs, packets, bytes }: NetemSlot): string {
  const most = [
    packets === undefined ? '' : ` packets ${String(packets)}`,
    bytes === undefined ? '' : ` bytes ${String(bytes)}`,
  ]
  return `slot ${time(minNs)} ${time(maxNs)}${most.join('')}`
}

const percentText = (word: string, percent: number | undefined): string =>
  percent === undefined ? '' : `${word} ${String(percent)}%`

/** tc reads fractions and rounds to its ticks of 64 ns; rtnetlink takes nanoseconds. */
const time = (ns: Ns): string => (ns >= 1e6 ? `${String(ns / 1e6)}ms` : `${String(ns / 1e3)}us`)

/** A word as a shell reads it. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
