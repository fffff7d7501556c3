import type { Effect, Fault } from '../src/model/fault.ts'
import {
  ENDS,
  endText,
  onEndText,
  onText,
  otherEnd,
  panelPlace,
  targetOf,
  type CableTarget,
  type End,
} from './parts/ends.ts'
import { optionsOf } from './parts/options.ts'

export interface LinkCutOptions {
  /** Only this end loses carrier; the other keeps it, receives nothing, and what it sends is lost. Default: both ends. */
  readonly end?: End
}

/**
 * Cuts a cable: the endpoints lose carrier and stay admin up, as when the fibre is cut or the plug is pulled.
 * With `end` only that endpoint sees it, as with a media converter that does not pass the loss of light on.
 */
export function linkCut(cables: CableTarget, options: LinkCutOptions = {}): Fault {
  const read = optionsOf('linkCut', options)
  const target = targetOf(read, cables)
  const end = read.oneOf('end', undefined, ENDS)
  read.rejectUnknown()
  const dark = end === undefined ? ENDS : [end]

  return {
    kind: 'linkCut',
    on: end === undefined ? onText(target) : onEndText(target, end),
    text:
      end === undefined
        ? 'cut: both ends lose carrier'
        : `cut: ${endText(target, end)} loses carrier, ${endText(target, otherEnd(end))} keeps it and hears nothing`,
    needs: [],
    target,
    lastsNs: 0,
    problems: read.problems,
    effect: (handle): readonly Effect[] => [
      ...dark.map((one): Effect => ({ effect: 'carrier-lost', at: handle[one] })),
      ...(end === undefined
        ? []
        : (['receive-dead', 'transmit-dead'] as const).map((effect): Effect => ({
            effect,
            at: handle[otherEnd(end)],
            match: { match: 'all' },
          }))),
    ],
    steps: (topology, handle) => {
      const place = panelPlace(topology, handle)
      const light = (on: boolean) =>
        dark.map((one) => ({ op: 'light', cable: place.cable, end: place.side(one), on }) as const)
      return {
        inject: [{ atNs: 0, operations: light(false) }],
        heal: light(true),
        proof: [
          ...ENDS.map(
            (one) => ({ check: 'carrier', at: handle[one], is: dark.includes(one) ? 'down' : 'up' }) as const,
          ),
          ...ENDS.map((one) => ({ check: 'admin-up', at: handle[one] }) as const),
        ],
      }
    },
  }
}
