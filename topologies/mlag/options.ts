import type { Parameters } from '../../src/compose/index.ts'
import { ms, seconds, type DurationText, type Ns } from '../../src/model/time.ts'
import type { PairOptions } from './pair.ts'

/** Options of an MLAG pair's agent. */
export interface PairTimers {
  /**
   * What the secondary does when the peer link is lost and the heartbeat lives: it shuts its legs, so that only its orphans
   * are cut off, or both switches go on, and half the flows between their sides fail. Default 'shutSecondary'.
   */
  readonly splitBrain?: 'shutSecondary' | 'bothActive'
  /** How long the peer link must work before a switch raises its legs, after a start or a shut. 100 ms to 1 h. Default '1s'. */
  readonly delayRestore?: DurationText
  /** Time that a switch waits for its partner after a start before it works alone. 100 ms to 1 h. Default '3s'. */
  readonly aloneAfter?: DurationText
  /** Time between two keepalives, on the peer link and on the heartbeat: 10 ms to 10 s in steps of 10 ms. Default '100ms'. */
  readonly keepalive?: DurationText
  /** Silence after which the partner counts as lost: at least two keepalives, up to 1 min. Default '300ms'. */
  readonly deadAfter?: DurationText
}

/** The LAGs of a topology whose switches are one LACP system. */
export interface LagOptions {
  /** The pace at which each side asks its partner for LACPDUs: 'fast' 1 s, 'slow' 30 s. Default 'fast'. */
  readonly lacpRate?: 'fast' | 'slow'
  /** What picks the leg of a packet, at every bond. Default 'layer3+4'. */
  readonly hash?: 'layer2' | 'layer2+3' | 'layer3+4'
  /** Time between two looks of a bond at the carrier of its legs, in whole milliseconds up to 1 h; the reaction to a loss does not wait for it. Default '10ms'. */
  readonly miimon?: DurationText
}

/** The options of `PairTimers`, `of` what people call the generator. */
export function readPairTimers(parameters: Parameters, of: string): PairOptions['timers'] {
  const splitBrain = parameters.oneOf('splitBrain', 'shutSecondary', ['shutSecondary', 'bothActive'])
  const patience = { min: ms(100), max: seconds(3600) }
  const keepaliveNs = steps(parameters, 'keepalive', '100ms', { min: AGENT_STEP, max: seconds(10) })
  const deadNs = steps(parameters, 'deadAfter', '300ms', { min: AGENT_STEP, max: seconds(60) })
  const timers = {
    splitBrain,
    keepaliveMs: keepaliveNs / 1e6,
    deadMs: deadNs / 1e6,
    delayRestoreMs: steps(parameters, 'delayRestore', '1s', patience) / 1e6,
    aloneMs: steps(parameters, 'aloneAfter', '3s', patience) / 1e6,
  }
  if (deadNs < 2 * keepaliveNs) {
    parameters.problem(
      'dead-before-heard',
      `deadAfter of ${of} is ${String(timers.deadMs)}ms and keepalive ${String(timers.keepaliveMs)}ms`,
      { allowed: 'deadAfter of two keepalives or more: one that is late would be a loss' },
    )
  }
  return timers
}

/** The options of `LagOptions`, in the words of `compose`. */
export function readLag(parameters: Parameters): PairOptions['bond'] {
  const lacpRate = parameters.oneOf('lacpRate', 'fast', ['fast', 'slow'])
  const hash = parameters.oneOf('hash', 'layer3+4', ['layer2', 'layer2+3', 'layer3+4'])
  const miimonNs = parameters.duration('miimon', '10ms', { max: seconds(3600), whole: 'milliseconds' })
  return { lacpRate, hash, miimon: `${miimonNs / 1e6}ms` }
}

/** The agent's clock. */
const AGENT_STEP = ms(10)

const steps = (
  parameters: Parameters,
  name: string,
  fallback: DurationText,
  range: { readonly min: Ns; readonly max: Ns },
): Ns => parameters.duration(name, fallback, { ...range, whole: 'centiseconds' })
