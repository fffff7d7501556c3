import type { StreamRecord } from '../../model/journal.ts'
import type { Ns } from '../../model/time.ts'

const TENTH_NS = 1e8

/** The largest one-way delay of what arrived in each tenth of a second: the measure asks what was normal around an instant. */
export class Delays {
  readonly #tenths: [Ns, Ns][] = []

  arrived(atNs: Ns, delayNs: Ns): void {
    const fromNs = atNs - (atNs % TENTH_NS)
    const last = this.#tenths.at(-1)
    if (last === undefined || last[0] < fromNs) this.#tenths.push([fromNs, delayNs])
    else if (delayNs > last[1]) last[1] = delayNs
  }

  /**
   * Lines that differ, from `sinceNs` on: each is never below what it stands for, and above it by no more than a quarter of a
   * step.
   */
  record(stepNs: Ns, sinceNs: Ns): NonNullable<StreamRecord['delays']> {
    const lines: [Ns, Ns][] = []
    for (const [fromNs, delayNs] of this.#tenths) {
      if (fromNs + TENTH_NS <= sinceNs) continue
      const standing = lines.at(-1)?.[1]
      if (standing === undefined || delayNs > standing || delayNs < standing - stepNs / 4) lines.push([fromNs, delayNs])
    }
    return lines
  }
}
