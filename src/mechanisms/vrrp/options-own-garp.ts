import { seconds } from '../../model/time.ts'
import type { GratuitousArp } from './data.ts'
import type { Statement } from './options-statements.ts'

/** keepalived's words, without `vrrp_` of global_defs. */
const WORDS = {
  delayNs: 'garp_master_delay',
  repeat: 'garp_master_repeat',
  refreshNs: 'garp_master_refresh',
  refreshRepeat: 'garp_master_refresh_repeat',
  lowerPriorityDelayNs: 'garp_lower_prio_delay',
  lowerPriorityRepeat: 'garp_lower_prio_repeat',
} as const satisfies Record<keyof GratuitousArp, string>

export const isGarp = (word: string): boolean => Object.values(WORDS).some((one) => one === word)

const DEFAULTS: Pick<GratuitousArp, 'delayNs' | 'repeat' | 'refreshNs' | 'refreshRepeat'> = {
  delayNs: seconds(5),
  repeat: 5,
  refreshNs: 0,
  refreshRepeat: 1,
}

/** What an instance says, or else global_defs, or else keepalived; null: nobody says anything. `refused`: statements that are no numbers. */
export function ownGarp(
  instance: readonly Statement[],
  globals: readonly Statement[],
): { readonly garp: GratuitousArp | null; readonly refused: readonly Statement[] } {
  const refused: Statement[] = []
  const read = (block: readonly Statement[], prefix: string): Partial<GratuitousArp> =>
    Object.fromEntries(
      Object.entries(WORDS).flatMap(([key, word]) => {
        const said = block.findLast(({ words }) => words[0] === `${prefix}${word}`)
        if (said === undefined) return []
        const value = Number(said.words[1] ?? 'none')
        if (!Number.isInteger(value) || value < 0) refused.push(said)
        // Of these two keepalived takes 0 for 1.
        const count = /^(repeat|refreshRepeat)$/.test(key) ? Math.max(1, value) : value
        return [[key, key.endsWith('Ns') ? seconds(value) : count]]
      }),
    )
  const [own, all] = [read(instance, ''), read(globals, 'vrrp_')]
  const whole = { ...DEFAULTS, ...all }
  const lower = { lowerPriorityDelayNs: whole.delayNs, lowerPriorityRepeat: whole.repeat }
  const isSaid = Object.keys({ ...own, ...all }).length > 0
  return { garp: isSaid && refused.length === 0 ? { ...whole, ...lower, ...all, ...own } : null, refused }
}
