import { knownWait, type KnownWait } from '../../model/kinds/known.ts'
import type { VrrpMember } from '../../model/kinds/vrrp.ts'
import type { NamedWait } from '../../model/operation.ts'
import { partnerPasses } from './link-table.ts'
import type { States } from './states.ts'

/** What a wait looks at. */
export interface Sight {
  readonly states: States
  /** Ports of a bond, by name. */
  members(node: string, bond: string): readonly string[]
}

interface Ask<Wait extends KnownWait> {
  wanted(wait: Wait): string
  seen(wait: Wait, sight: Sight): string
  holds(wait: Wait, sight: Sight): boolean
}

type Table = { readonly [Name in KnownWait['wait']]: Ask<Extract<KnownWait, { readonly wait: Name }>> }

const vrrpState = ({ node, name }: VrrpMember, { states }: Sight): string => states.now('vrrp', node, name) ?? 'unknown'
const memberText = ({ node, name }: VrrpMember): string => `${node} ${name}`

/** How each named wait is asked. */
const WAITS: Table = {
  carrier: {
    wanted: ({ node, name }) => `carrier on ${node}:${name}`,
    seen: ({ node, name }, { states }) => `carrier ${states.now('carrier', node, name) ?? 'unknown'}`,
    holds: ({ node, name }, { states }) => states.now('carrier', node, name) === 'up',
  },
  bondActive: {
    wanted: ({ node, name, member }) => `${member ?? 'any member'} active in ${node}:${name}`,
    seen: ({ node, name }, { states }) => `${states.now('bondActive', node, name) ?? 'none'} active`,
    holds: ({ node, name, member }, { states }) => {
      const active = states.now('bondActive', node, name)
      return member === undefined ? active !== null && active !== 'none' : active === member
    },
  },
  lacpCollected: {
    wanted: ({ node, name, members }) => `${String(members)} distributing ports in ${node}:${name}`,
    seen: ({ node, name }, sight) =>
      sight
        .members(node, name)
        .map(
          (port) =>
            `${port} ${sight.states.now('lacpPort', node, port) ?? 'unknown'} (${sight.states.detail('lacpPort', node, port) ?? ''})`,
        )
        .join(', ') || 'no port',
    holds: ({ node, name, members }, sight) =>
      sight
        .members(node, name)
        .filter(
          (port) =>
            sight.states.now('lacpPort', node, port) === 'distributing' &&
            partnerPasses(sight.states.detail('lacpPort', node, port) ?? ''),
        ).length >= members,
  },
  stpPort: {
    wanted: ({ node, name, state }) => `${node}:${name} ${state}`,
    seen: ({ node, name }, { states }) => states.now('stpPort', node, name) ?? 'unknown',
    holds: ({ node, name, state }, { states }) => states.now('stpPort', node, name) === state,
  },
  route: {
    wanted: ({ node, name, state }) => `${node} sends to ${name} by ${state}`,
    seen: ({ node, name }, { states }) => states.now('route', node, name) ?? 'unknown',
    holds: ({ node, name, state }, { states }) => states.now('route', node, name) === state,
  },
  vrrpSettled: {
    wanted: ({ active, backups }) =>
      [`${memberText(active)} MASTER`, ...backups.map((backup) => `${memberText(backup)} BACKUP`)].join(', '),
    seen: ({ active, backups }, sight) =>
      [active, ...backups].map((member) => `${memberText(member)} ${vrrpState(member, sight)}`).join(', '),
    holds: ({ active, backups }, sight) =>
      vrrpState(active, sight) === 'MASTER' && backups.every((backup) => vrrpState(backup, sight) === 'BACKUP'),
  },
}

const askOf = <Name extends KnownWait['wait']>(name: Name): Table[Name] => WAITS[name]

/** Wanted, seen and held, of any wait. */
export function asked(named: NamedWait, sight: Sight): { wanted: string; seen: () => string; holds: () => boolean } {
  const wait = knownWait(named)
  const ask = askOf(wait.wait) as Ask<KnownWait>
  return { wanted: ask.wanted(wait), seen: () => ask.seen(wait, sight), holds: () => ask.holds(wait, sight) }
}
