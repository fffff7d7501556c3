import { useComputed, useSignal, type ReadonlySignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Axis } from '../axis.ts'
import { nowOf } from '../now.ts'
import { DrawnNetwork } from '../network.ts'
import type { Stage } from '../stage.ts'
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
  const { events, zeroNs } = player.stage.value
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
          <StageLanes
            key={player.stage.value.story.trial}
            player={player}
            stage={player.stage.value}
            axis={player.axis}
          />
          {player.other.value !== null && <Beside player={player} stage={player.other.value} />}
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

interface StageProps {
  readonly player: Player
  readonly stage: Stage
}

/** Another trial of the same experiment, at the same time since its fault. */
function Beside({ player, stage }: StageProps): JSX.Element {
  const axis = useComputed(() => player.axisOf(stage))
  return <StageLanes key={stage.story.trial} player={player} stage={stage} axis={axis} />
}

function StageLanes({ player, stage, axis }: StageProps & { readonly axis: ReadonlySignal<Axis> }): JSX.Element {
  const { story, lanes, zeroNs } = stage
  const atNs = useComputed(() => zeroNs + player.sinceNs.value)
  const first = player.stage.value
  return (
    <>
      <Lanes
        title={story.axis.zeroNs === null ? `trial ${String(story.trial)}, no fault` : `trial ${String(story.trial)}`}
        lanes={lanes.lanes}
        axis={axis}
        atNs={atNs}
        onPick={(ns) => {
          player.pick(ns - zeroNs + first.zeroNs)
        }}
        onZoom={(factor, aboutNs) => {
          player.zoomBy(factor, aboutNs - zeroNs + first.zeroNs)
        }}
        onPan={(byNs) => {
          player.pan(byNs)
        }}
      />
      {lanes.more > 0 && <p class="dim">{`${String(lanes.more)} more states changed.`}</p>}
      {lanes.still !== '' && (
        <details class="values">
          <summary>What did not change</summary>
          <p class="dim" dir="auto">
            {lanes.still}
          </p>
        </details>
      )}
    </>
  )
}

const NO_LAYOUT = { name: '', width: 0, height: 0, frames: [], nodes: [], cables: [], risks: [] }
