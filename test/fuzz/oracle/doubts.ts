import type { Finding, Oracle } from './finding.ts'
import { isInconclusive } from './inconclusive.ts'
import { reasonText } from '../../../src/model/reason.ts'

/** A lab settles, passes its gate, loses nothing before its fault, and shows that the fault was live and is gone. */
export const doubts: Oracle = (examined) => {
  const { trials, control } = examined
  return [...trials, ...(control === null ? [] : [control])].flatMap(({ index, failure, measure }): Finding[] => {
    const [doubt] = (measure?.doubts ?? []).map(reasonText)
    if (failure !== null || doubt === undefined || isInconclusive(examined, doubt)) return []
    return [{ kind: `doubt ${kindOf(doubt)}`, trial: index, text: doubt }]
  })
}

/** The doubt without its names and numbers. */
const kindOf = (doubt: string): string =>
  doubt.endsWith('before the fault') ? 'noise' : (doubt.split(':', 1)[0]?.replaceAll(/\d+/g, 'N').slice(0, 40) ?? '')
