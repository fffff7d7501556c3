import type { Reach, Script, Weighed } from './data.ts'
import type { Asked } from './options-own-script.ts'
import type { Statement } from './options-statements.ts'

/** Of what keepalived drops a weight, or what has one: an address owner tracks nothing with a weight, a sync group no script (vrrp_complete_instance). */
export interface Weights {
  readonly isOwner: boolean
  readonly isGrouped: boolean
  /** Its own interface, without which it is in FAULT whatever a weight says. */
  readonly device: string
}

export interface OwnTrack {
  readonly track: readonly string[]
  readonly weighed: readonly Weighed[]
  readonly reaches: readonly Reach[]
  readonly scripts: readonly Script[]
  /** Not understood. */
  readonly unread: readonly Statement[]
}

const MOST = 254

/** `track_interface` and `track_script` of an instance. */
export function ownTrack(
  interfaces: readonly Statement[],
  asked: readonly Statement[],
  scripts: ReadonlyMap<string, Asked | null>,
  { isOwner, isGrouped, device }: Weights,
): OwnTrack {
  const unread: Statement[] = []
  const all = interfaces.flatMap((statement): Weighed[] => {
    const weight = weightOf(statement, 0)
    if (weight === null) unread.push(statement)
    return weight === null ? [] : [{ interface: statement.words[0] ?? '', weight }]
  })
  const isFault = ({ weight }: Weighed): boolean => weight === 0 || isGrouped
  const found = asked.flatMap((statement): (Reach | Script)[] => {
    const one = scripts.get(statement.words[0] ?? '') ?? null
    const weight = weightOf(statement, one?.weight ?? 0)
    if (one === null || weight === null) {
      unread.push(statement)
      return []
    }
    if (weight === 0) return [one.script]
    return isOwner || isGrouped ? [] : [{ ...one.script, weight }]
  })
  return {
    track: all.filter(isFault).map((one) => one.interface),
    weighed: isOwner ? [] : all.filter((one) => !isFault(one) && one.interface !== device),
    reaches: found.filter((one): one is Reach => 'address' in one),
    scripts: found.filter((one): one is Script => 'command' in one),
    unread,
  }
}

/** `wan weight -20`; null: it says something else. */
function weightOf({ words }: Statement, fallback: number): number | null {
  const [, word, said] = words
  if (word === undefined) return fallback
  const weight = Number(said)
  if (words.length !== 3 || word !== 'weight' || !Number.isInteger(weight) || Math.abs(weight) > MOST) return null
  return Math.sign(weight) * Math.min(MOST - 1, Math.abs(weight))
}
