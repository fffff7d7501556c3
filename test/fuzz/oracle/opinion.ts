import type { Oracle } from './finding.ts'

/** What the cables carried is what the journal says. */
export const opinion: Oracle = ({ captured }) =>
  (captured?.disagreements ?? []).map(({ about, what }) => ({
    kind: 'opinion',
    trial: captured?.index ?? null,
    text: `${about}: ${what}`,
  }))
