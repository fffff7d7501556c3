import type { JSX } from 'preact'

interface Props {
  /** What it does: its sign alone does not say that. */
  readonly label: string
  readonly sign: string
  readonly onPress: () => void
}

export function SignButton({ label, sign, onPress }: Props): JSX.Element {
  return (
    <button type="button" aria-label={label} onClick={onPress}>
      {sign}
    </button>
  )
}
