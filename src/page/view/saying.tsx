import type { ReadonlySignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Now } from '../now.ts'

/** In words what the picture shows: where packets go, what is broken, and which states are not as good as they can be. */
export function Saying({ now }: { readonly now: ReadonlySignal<Now> }): JSX.Element {
  const { way, cables, states, marks } = now.value
  const broken = cables.map(({ line, text }) => `${line.name} ${text}`)
  const bad = states
    .filter(({ state, kind }) => kind === 'bad' && state.watch !== 'carrier')
    .map(({ state, to }) => `${state.node} ${state.name} ${to}`)
  const marked = marks.map(
    ({ at, is, text }) => `${is === 'node-hangs' ? at.node : `${at.node}:${at.interface}`} ${text}`,
  )
  const all = [...broken, ...marked, ...bad]
  return (
    <div class={`saying ${way?.is ?? ''}`}>
      {way !== null && <p dir="auto">{way.text}</p>}
      <p class="dim" dir="auto">
        {all.length === 0 ? 'Nothing is broken.' : `${all.join('; ')}.`}
      </p>
    </div>
  )
}
