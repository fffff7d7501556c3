import type { Operation } from './operation.ts'

/** Whether what is there from the start loses packets at random: after the healing as before it, and for no return. */
export const losesAtRandom = (drift: readonly Operation[]): boolean =>
  drift.some((one) => one.op === 'netem' && (one.netem.loss !== undefined || one.netem.corruptPercent !== undefined))
