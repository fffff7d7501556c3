import type { ReadonlySignal, Signal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Found } from '../find.ts'
import { SignButton } from './sign-button.tsx'

interface Props {
  readonly text: Signal<string>
  readonly found: ReadonlySignal<Found>
  /** Of the picture; 1: its own. */
  readonly scale: Signal<number>
}

const counted = (count: number, one: string): string => `${String(count)} ${one}${count === 1 ? '' : 's'}`

const STEP = 1.25
const [LEAST, MOST] = [0.4, 3]

/** Finds what has a word, and makes the picture larger or smaller. */
export function Finder({ text, found, scale }: Props): JSX.Element {
  const { nodes, cables } = found.value
  const zoom = (factor: number): void => {
    scale.value = Math.min(MOST, Math.max(LEAST, scale.value * factor))
  }
  return (
    <div class="ctl find">
      <label>
        find
        <input
          type="search"
          size={14}
          value={text.value}
          placeholder="node, cable, address"
          onInput={({ currentTarget }) => {
            text.value = currentTarget.value
          }}
        />
      </label>
      {text.value.trim() !== '' && (
        <span role="status" class="dim">{`${counted(nodes.length, 'node')}, ${counted(cables.length, 'cable')}`}</span>
      )}
      <div class="group">
        <SignButton
          label="smaller picture"
          sign="−"
          onPress={() => {
            zoom(1 / STEP)
          }}
        />
        {`${String(Math.round(scale.value * 100))} %`}
        <SignButton
          label="larger picture"
          sign="+"
          onPress={() => {
            zoom(STEP)
          }}
        />
      </div>
    </div>
  )
}
