import { useComputed, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { nowOf } from '../now.ts'
import { DrawnNetwork } from '../network.ts'
import { Controls, Picker } from './controls.tsx'
import { Events } from './events.tsx'
import { KEYS, onKey } from './keys.ts'
import { Lanes } from './lanes.tsx'
import type { Player } from './player.ts'
import { Saying } from './saying.tsx'
import { Topology } from './topology.tsx'

/** Network above, time below, events at the side: all three at one instant. */
export function Replay({ player }: { readonly player: Player }): JSX.Element {
  const { layout, cables } = player.data
  const network = useSignal(new DrawnNetwork(layout ?? NO_LAYOUT, cables)).value
  const now = useComputed(() => nowOf(network, player.stage.value.story, player.atNs.value, player.flow.value))
  const { lanes, events, zeroNs, story } = player.stage.value
  return (
    <div
      class="replay"
      tabIndex={-1}
      onKeyDown={(event) => {
        onKey(event, player)
      }}
    >
      <Picker player={player} />
      <div class="scene">
        <div class="map">
          {layout === null ? (
            <p class="note">There is no picture of the network: this run was recorded by an older version.</p>
          ) : (
            <Topology network={network} now={now} />
          )}
          <Saying now={now} />
        </div>
        <div class="time">
          <Controls player={player} />
          <Lanes
            title={story.axis.zeroNs === null ? 'there was no fault' : 'since the fault'}
            lanes={lanes.lanes}
            axis={player.axis}
            atNs={player.atNs}
            onPick={(atNs) => {
              player.pick(atNs)
            }}
            onZoom={(factor, aboutNs) => {
              player.zoomBy(factor, aboutNs)
            }}
            onPan={(byNs) => {
              player.pan(byNs)
            }}
          />
          {lanes.more > 0 && <p class="dim">{`${String(lanes.more)} more states changed.`}</p>}
          <p class="keys dim">
            {KEYS.map(([key, text]) => (
              <span key={key}>
                <kbd>{key}</kbd> {text}
              </span>
            ))}
          </p>
        </div>
        <Events
          events={events}
          zeroNs={zeroNs}
          past={player.past}
          onPick={(atNs) => {
            player.pick(atNs)
          }}
        />
      </div>
    </div>
  )
}

const NO_LAYOUT = { name: '', width: 0, height: 0, frames: [], nodes: [], cables: [], risks: [] }
