import type { Finding, Oracle } from './finding.ts'
import { experimentOf } from '../run.ts'

/** Where nothing goes wrong, nothing is lost. */
export const control: Oracle = ({ plan, control: run }) => {
  if (experimentOf(plan).fault.drift !== null) return []
  return (run?.measure?.flows ?? []).flatMap(({ name, direction, lost, overdue, sent }): Finding[] =>
    lost + overdue === 0
      ? []
      : [
          {
            kind: 'control lost',
            trial: null,
            text: `${name} ${direction}: ${lost} lost and ${overdue} overdue of ${sent} packets`,
          },
        ],
  )
}
