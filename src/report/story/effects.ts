import type { Effect } from '../../model/fault.ts'
import { formatNs } from '../../model/time.ts'
import type { Netem } from '../../model/traffic-control.ts'
import type { StorySpan } from './schema.ts'
import type { ToldTrial } from './trial.ts'

/** What was done to the network: by the fault from the injection to the healing, by drift since before the gate. */
export function effectsOf({ experiment, variant, span }: ToldTrial): StorySpan[] {
  const { injected, healed, readyNs } = span
  const drift = (experiment.driftEffects ?? []).map((one) => effectSpan(one, true, readyNs, null))
  if (injected === null) return drift
  return [...drift, ...(variant?.effect ?? []).map((one) => effectSpan(one, false, injected[0], healed?.[0] ?? null))]
}

const effectSpan = (one: Effect, isDrift: boolean, fromNs: number, toNs: number | null): StorySpan => ({
  is: 'effect',
  effect: one.effect,
  node: one.at.node,
  interface: one.at.interface,
  text: effectText(one),
  isPartial: 'match' in one && one.match.match !== 'all',
  isDrift,
  fromNs,
  toNs,
})

function effectText(one: Effect): string {
  switch (one.effect) {
    case 'carrier-lost':
      return 'no carrier'
    case 'carrier-flaps':
      return `flaps ${String(one.count)} times`
    case 'receive-dead':
      return 'receives nothing'
    case 'transmit-dead':
      return 'what it sends is lost'
    case 'impaired':
      return netemText(one.netem)
    case 'node-hangs':
      return 'hangs'
    case 'vlan-missing':
      return `no VLAN ${String(one.vlan)}`
  }
}

const percent = (what: string, share: number | undefined): readonly string[] =>
  share === undefined ? [] : [`${what} ${String(share)} %`]

function netemText(netem: Netem): string {
  const { delayNs, jitterNs, loss, duplicatePercent, reorderPercent, corruptPercent, rateKbit } = netem
  const parts = [
    ...(delayNs === undefined ? [] : [`delay ${formatNs(delayNs)}`]),
    ...(jitterNs === undefined ? [] : [`jitter ${formatNs(jitterNs)}`]),
    ...(loss === undefined ? [] : loss.model === 'independent' ? percent('loss', loss.percent) : ['loss in bursts']),
    ...percent('duplicates', duplicatePercent),
    ...percent('reorders', reorderPercent),
    ...percent('corrupts', corruptPercent),
    ...(rateKbit === undefined ? [] : [`${String(rateKbit)} kbit/s`]),
  ]
  return parts.length === 0 ? 'impaired' : parts.join(', ')
}
