import type { Dice } from '../../dice.ts'
import type { Options } from '../../spec.ts'
import { bondMonitor, failover, lag, mii, miiOrNone } from '../timers.ts'
import { drawLag, type Lan } from './lan.ts'
import type { Sketch } from './sketch.ts'

/** How a node stands in a LAN. */
export interface Plugged {
  readonly node: string
  /** The interface that has the address, or would have it. */
  readonly interface: string
  readonly address: string
  /** An active-backup bond, with its legs' ports. */
  readonly bond: { readonly name: string; readonly legs: readonly string[] } | null
  readonly lag: boolean
  readonly patienceMs: readonly number[]
}

/**
 * Plugs a node into a LAN: by a cable, by a bond with its legs at two switches, by a LAG to one; on top of it a VLAN
 * device, a macvlan or a bridge, as the LAN and the dice want it. `asked`: addresses that an ARP monitor may ask.
 */
export function plug(
  sketch: Sketch,
  lan: Lan,
  node: string,
  last: number,
  asked: readonly string[],
  dice: Dice,
): Plugged {
  const way = dice.weighted([
    [5, 'port'],
    [4, 'active-backup'],
    [2, 'lag'],
  ] as const)
  const suffix = lan.network.split('.').at(-1) ?? ''
  const name = `bond${suffix}`
  const address = `${lan.network}.${last}`
  const access = accessOf(lan, dice)
  const upper = upperOf(lan, way, dice)
  const own: Options =
    upper === null ? { addresses: [`${address}/24`] } : upper.noun === 'svi' ? { vlans: upper.vlans } : {}
  const lower = drawLower()
  if (upper !== null) drawUpper(upper)
  sketch.call(node, 'probe', address)
  return {
    ...{ node, address, interface: upper?.name ?? lower.name, bond: lower.bond, lag: way === 'lag' },
    patienceMs: lower.patienceMs,
  }

  function drawLower(): { name: string; bond: Plugged['bond']; patienceMs: number[] } {
    if (way === 'lag') {
      const bond = lag(dice)
      const at = dice.pick(lan.switches)
      drawLag(sketch, {
        ...{ a: node, b: at, names: [name, `to-${node}`], cables: dice.integer(2, 3), bond: bond.options },
        ...{ a_options: own, b_options: access, isEnd: true },
      })
      return { name, bond: null, patienceMs: [bond.patienceMs] }
    }
    if (way === 'port') return { name: cable(dice.pick(lan.switches), own), bond: null, patienceMs: [] }
    const monitor =
      asked.length > 0 && lan.vlan?.at !== 'tagged' ? bondMonitor(dice, dice.some(asked, 1)) : miiOrNone(dice)
    const [one, other] = lan.switches.length > 1 ? dice.some(lan.switches, 2) : [lan.switches[0], lan.switches[0]]
    const legs = [cable(one ?? '', {}), cable(other ?? '', {})]
    if (dice.chance(0.05)) return spread(legs)
    const primary = dice.maybe(0.5, () => ({
      primary: dice.pick(legs),
      ...dice.maybe(0.4, () => ({ primaryReselect: dice.pick(['always', 'better', 'failure']) })),
    }))
    sketch.call(node, 'bond', name, {
      mode: 'active-backup',
      members: legs,
      ...monitor.options,
      ...primary,
      ...failover(dice, monitor.options),
      ...own,
    })
    return { name, bond: { name, legs }, patienceMs: [monitor.patienceMs] }
  }

  /** A bond that needs no LAG at the switch. */
  function spread(members: readonly string[]): ReturnType<typeof drawLower> {
    const [mode, monitor] = [dice.pick(['balance-tlb', 'balance-alb']), mii(dice)]
    sketch.call(node, 'bond', name, { mode, members, ...monitor.options, ...own })
    return { name, bond: null, patienceMs: [monitor.patienceMs] }
  }

  /** The node's new port. */
  function cable(at: string, options: Options): string {
    const edge =
      (lan.spanning === 'rstp' || lan.spanning === 'mstpd') && dice.chance(0.7) ? { stpPort: { edge: true } } : {}
    const own =
      lan.spanning === 'rstp'
        ? {}
        : dice.maybe(0.08, () =>
            dice.weighted([
              [4, { learning: false }],
              [4, { isolated: true }],
              [1, { neighSuppress: true }],
            ] as const),
          )
    const [mine, theirs] = sketch.link(node, at, options, { ...access, ...edge, ...own })
    sketch.intoBridge(at, theirs)
    return mine
  }

  function drawUpper({ noun, name: own, vlans }: Upper): void {
    const options = { addresses: [`${address}/24`] }
    if (noun === 'svi') {
      const bridge = `virbr${suffix}`
      sketch.call(node, 'bridge', bridge, { ports: [lower.name], vlans })
      sketch.call(node, 'vlan', own, { parent: bridge, vlan: lan.vlan?.id ?? 1, ...options })
    } else if (noun === 'vlan')
      sketch.call(node, 'vlan', own, { parent: lower.name, vlan: lan.vlan?.id ?? 1, ...options })
    else if (noun === 'macvlan') sketch.call(node, 'macvlan', own, { parent: lower.name, ...options })
    else sketch.call(node, 'bridge', own, { ports: [lower.name], ...options })
  }

  function upperOf({ vlan }: Lan, below: typeof way, dice: Dice): Upper | null {
    const vlans = vlan === null ? {} : { tagged: [vlan.id] }
    if (vlan?.at === 'tagged') return { noun: dice.chance(0.25) ? 'svi' : 'vlan', name: `vlan${suffix}`, vlans }
    // A hypervisor's bridge above its bond; the node itself has the address.
    if (below !== 'port' && dice.chance(0.12)) return { noun: 'bridge', name: `virbr${suffix}`, vlans }
    return dice.chance(0.06) ? { noun: 'macvlan', name: `mac${suffix}`, vlans } : null
  }
}

interface Upper {
  /** `svi`: a VLAN device on a bridge of the node's own. */
  readonly noun: 'vlan' | 'macvlan' | 'bridge' | 'svi'
  readonly name: string
  readonly vlans: Options
}

/** The address is on a switch of the LAN: on its bridge, or on a VLAN device on that. */
export function plugSwitch(sketch: Sketch, lan: Lan, node: string, last: number, dice: Dice): Plugged {
  const address = `${lan.network}.${last}`
  const options = { addresses: [`${address}/24`] }
  const isNative = lan.vlan === null || dice.chance(0.3)
  if (isNative) {
    sketch.more(node, { bridge: { ...options, ...(lan.vlan === null ? {} : { vlans: untaggedIn(lan.vlan, false) }) } })
  } else {
    const { id } = lan.vlan
    sketch.more(node, { bridge: { vlans: { tagged: [id] } } })
    sketch.call(node, 'vlan', SVI, { parent: 'br0', vlan: id, ...options })
  }
  sketch.call(node, 'probe', address)
  return { node, address, interface: isNative ? 'br0' : SVI, bond: null, lag: false, patienceMs: [] }
}

const SVI = 'svi0'

/** The port of a switch towards an end. */
function accessOf({ vlan }: Lan, dice: Dice): Options {
  if (vlan === null) return {}
  return { vlans: vlan.at === 'native' ? untaggedIn(vlan, dice.chance(0.5)) : { tagged: [vlan.id] } }
}

/** Untagged frames are in the VLAN, or in the one beside it; those of both leave untagged. */
function untaggedIn({ id, beside }: NonNullable<Lan['vlan']>, isBeside: boolean): Options {
  if (beside === null) return { native: id }
  return isBeside ? { native: beside, untagged: [id] } : { native: id, untagged: [beside] }
}
