import type { Effect } from '../model/fault.ts'
import type { PhasePlan } from '../model/phase.ts'
import { silenceLine } from '../model/silence.ts'
import { isOpenVSwitch, type Topology } from '../model/topology.ts'
import type { Theory, Window } from '../model/window.ts'

const LEAKY =
  'Open vSwitch sends what is for a station that it has moved to its new root port also in VLANs that this port lacks, until it forgets the station'

/**
 * Whether a fault can have Open vSwitch send frames out of a port that lacks their VLAN. It drops such frames where they come
 * in, and floods none, but does not look at the VLAN where it knows the station's port (ofproto/ofproto-dpif-xlate.c:
 * input_vid_is_valid, xlate_normal_flood, xlate_normal). It learns no station there by itself, and a port whose VLANs change
 * forgets its stations (ofproto/ofproto-dpif.c: bundle_set); but a new root port gets those of the old one (rstp_run,
 * bundle_move). BPDUs have no VLAN: a port that forgets one moves no root port.
 */
export function movesRoots({ nodes }: Topology, effects: readonly Effect[]): boolean {
  const interfaces = nodes.flatMap((node) => node.interfaces)
  const filters = interfaces.some((one) => one.kind === 'bridge' && one.vlanFiltering && isOpenVSwitch(one))
  return filters && effects.some(({ effect }) => effect !== 'vlan-missing')
}

/** What holds whether such frames are sent or dropped; of the rest theory is silent, and trials are spread as `spread` has it. */
export function agreed(strict: Theory, leaky: Theory, spread: (named: PhasePlan['named']) => PhasePlan): Theory {
  const isSame = (one: Window): boolean => {
    const other = leaky.windows.find(({ on, direction }) => on === one.on && direction === one.direction)
    return other !== undefined && boundsOf(other) === boundsOf(one)
  }
  const unsure = strict.windows.filter((one) => !isSame(one))
  if (unsure.length === 0) return strict
  return {
    ...strict,
    windows: strict.windows.filter((one) => !unsure.includes(one)),
    phases: spread(strict.phases.named),
    silent: [...strict.silent, ...unsure.map(({ on, direction }) => silenceLine(on, direction ?? null, LEAKY))],
    returns: strict.returns.filter(
      (one) => !unsure.some(({ on, direction }) => on === one.on && direction === one.direction),
    ),
  }
}

const boundsOf = ({ lowNs, highNs, unhealedNs, releasedNs, usual }: Window): string =>
  JSON.stringify([lowNs, highNs, unhealedNs, releasedNs, usual])
