import type { Effect, Fault } from '../src/model/fault.ts'
import { REDIRECT_PREF, WIRE } from '../src/model/operation.ts'
import type { FrameMatch } from '../src/model/traffic-control.ts'
import {
  directionText,
  ENDS,
  onText,
  otherEnd,
  panelPlace,
  readDirection,
  senders,
  targetOf,
  type CableDirection,
  type CableTarget,
} from './parts/ends.ts'
import { optionsOf } from './parts/options.ts'

export interface LinkSilentOptions {
  /** In which direction frames are lost, seen from the near end. Default 'both'. */
  readonly direction?: CableDirection
  /** Only LACPDUs (ethertype 0x8809) are lost, and all other frames pass. Default: all frames are lost. */
  readonly only?: 'lacp'
}

const LACP = 0x8809
/** Before the panel's redirect. */
const PREF = REDIRECT_PREF - 1

/**
 * A cable that loses every frame while both endpoints keep their carrier: a broken converter, a dead optical amplifier,
 * a switch port that no longer forwards. One way, it is the fault that link monitoring cannot see.
 */
export function linkSilent(cables: CableTarget, options: LinkSilentOptions = {}): Fault {
  const read = optionsOf('linkSilent', options)
  const target = targetOf(read, cables)
  const direction = readDirection(read)
  const only = read.oneOf('only', undefined, ['lacp'])
  read.rejectUnknown()
  const match: FrameMatch = only === 'lacp' ? { match: 'ethertype', ethertype: LACP } : { match: 'all' }

  return {
    kind: 'linkSilent',
    on: onText(target),
    text: `silent: ${only === 'lacp' ? 'LACPDUs are' : 'every frame is'} lost ${directionText(target, direction)}, both ends keep carrier`,
    needs: ['tc-drop'],
    target,
    lastsNs: 0,
    problems: read.problems,
    effect: (handle) =>
      senders(direction).flatMap((sender): readonly Effect[] => [
        { effect: 'transmit-dead', at: handle[sender], match },
        { effect: 'receive-dead', at: handle[otherEnd(sender)], match },
      ]),
    steps: (topology, handle) => {
      const place = panelPlace(topology, handle)
      const filters = senders(direction).map((sender) => ({ ns: WIRE, name: place.middle(sender), pref: PREF }))
      return {
        inject: [{ atNs: 0, operations: filters.map((filter) => ({ op: 'drop', ...filter, match })) }],
        heal: filters.map((filter) => ({ op: 'filter-delete', ...filter, match })),
        proof: [
          ...filters.map((filter) => ({ check: 'dropped', ...filter }) as const),
          ...ENDS.map((end) => ({ check: 'carrier', at: handle[end], is: 'up' }) as const),
          ...ENDS.map((end) => ({ check: 'admin-up', at: handle[end] }) as const),
        ],
      }
    },
  }
}
