import { reason } from '../../model/reason.ts'
import { both } from '../../theory/change.ts'
import type { World } from '../../theory/world.ts'
import type { Moment, Theory, Undecided, Unsteady } from '../contract/theory.ts'
import { bondArpChanges, searchingBonds, unansweredBonds, undecidedBonds } from './theory-arp.ts'
import { crowded } from './theory-crowd.ts'
import { impatient } from './theory-impatient.ts'
import { bondMiiChanges, monitorPhases } from './theory-mii.ts'
import { partnerless } from './theory-partner.ts'
import { unmodelled } from './theory-unmodelled.ts'

export const bondTheory: Theory = {
  seen: ({ watch, node, name, state }) => {
    if (watch === 'bondActive' && state !== 'none') return [{ react: 'bond-active', node, bond: name, member: state }]
    return watch === 'bondPort' && state === 'stopped' ? [{ react: 'port-stopped', node, port: name }] : []
  },
  changes: (asked) => both(bondMiiChanges(asked.broken, asked.hz), bondArpChanges(asked)),
  phases: monitorPhases,
  unsteady: (before, hz) => [
    ...lonely(before),
    ...unmodelled(before.wiring),
    ...legless(before, hz),
    ...unanswered(before),
  ],
  race: ({ wiring }) => unmodelled(wiring).find(({ decides }) => decides)?.because ?? null,
  undecided,
  forgets: (asked) =>
    searchingBonds(asked).map(({ stack, targets }) => ({
      at: stack,
      known: targets,
      because: reason(
        'bond-search-forgets',
      )`a bond that searches has no carrier, and its node forgets its neighbours there: it asks for them while no leg sends, and 1 s later again`,
      source: 'drivers/net/bonding/bond_main.c: bond_set_carrier',
    })),
}

const lonely = ({ wiring }: World): readonly Unsteady[] =>
  partnerless(wiring).map(({ node, bond, kind, legs }) => ({
    ends: legs,
    because:
      kind === 'lacp'
        ? reason(
            'lacp-no-partner',
          )`${{ node }}:${{ bond }} is an LACP bond without a partner: Linux uses one of its legs, and which one has no rule`
        : reason(
            'static-no-partner',
          )`${{ node }}:${{ bond }} is a static LAG without a partner: where bridges see its stations is not modelled`,
  }))

const legless = ({ wiring }: World, hz: number): readonly Unsteady[] =>
  impatient(wiring, hz).map(({ node, bond, legs, because }) => ({
    ends: legs,
    because: reason('bond-impatient')`${{ node }}:${{ bond }} will not have an active leg: ${{ monitor: because }}`,
  }))

const unanswered = (before: World): readonly Unsteady[] =>
  unansweredBonds(before).map(({ node, bond, legs }) => ({
    ends: legs,
    because: reason(
      'arp-target-unknown',
    )`${{ node }}:${{ bond: bond.name }}'s ARP monitor has no target that is known to answer before the fault`,
  }))

function undecided(asked: Moment): readonly Undecided[] {
  const searching = undecidedBonds(asked).map(({ node, bond, legs }) => ({
    ends: legs,
    because: reason(
      'bond-search-unmodelled',
    )`a bond on its path searches for another leg, or returns to a primary that is dead one way, and what its legs receive meanwhile, or what stands on it and needs its carrier, decides what that costs`,
    mayReact: legs.map(({ interface: member }) => ({ react: 'bond-active' as const, node, bond: bond.name, member })),
  }))
  return [...searching, ...crowded(asked)]
}
