import type { JSX } from 'preact'
import { instantText } from '../axis.ts'
import { flowText } from '../flow-lanes.ts'
import { presetsOf } from '../stage.ts'
import { SPEEDS, type Player } from './player.ts'
import { SignButton } from './sign-button.tsx'

interface Props {
  readonly player: Player
}

/** Which trial, and the way of which flow. */
export function Picker({ player }: Props): JSX.Element {
  const { data, stage } = player
  const { trials = [], of = 0 } = data.experiments[player.experiment.value] ?? {}
  const { flows } = stage.value
  const flow = flows.findIndex(
    (one) => one.flow === player.flow.value?.flow && one.direction === player.flow.value.direction,
  )
  return (
    <div class="pick">
      <label class="grow">
        experiment
        <select
          value={player.experiment.value}
          onChange={({ currentTarget }) => {
            const at = Number(currentTarget.value)
            player.choose(at, data.experiments[at]?.trials[0]?.trial ?? 0)
          }}
        >
          {data.experiments.map(({ name, trials: some }, at) => (
            <option key={at} value={at} disabled={some.length === 0}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <div class="group">
        <SignButton
          label="previous trial"
          sign="‹"
          onPress={() => {
            player.toTrial(-1)
          }}
        />
        <label>
          trial
          <select
            value={player.trial.value}
            onChange={({ currentTarget }) => {
              player.choose(player.experiment.value, Number(currentTarget.value))
            }}
          >
            {trials.map(({ trial }) => (
              <option key={trial} value={trial ?? 0}>
                {trial}
              </option>
            ))}
          </select>
        </label>
        <SignButton
          label="next trial"
          sign="›"
          onPress={() => {
            player.toTrial(1)
          }}
        />
      </div>
      {trials.length > 1 && (
        <label>
          beside it
          <select
            value={player.beside.value ?? ''}
            onChange={({ currentTarget }) => {
              player.beside.value = currentTarget.value === '' ? null : Number(currentTarget.value)
            }}
          >
            <option value="">nothing</option>
            {trials
              .filter(({ trial }) => trial !== player.trial.value)
              .map(({ trial }) => (
                <option key={trial} value={trial ?? 0}>{`trial ${String(trial)}`}</option>
              ))}
          </select>
        </label>
      )}
      {flows.length > 0 && (
        <label>
          way of
          <select
            value={flow}
            onChange={({ currentTarget }) => (player.flow.value = flows[Number(currentTarget.value)] ?? null)}
          >
            {flows.map((one, at) => (
              <option key={at} value={at}>
                {flowText(one)}
              </option>
            ))}
          </select>
        </label>
      )}
      {trials.length < of && (
        <span class="dim">{`${String(trials.length)} of ${String(of)} trials are kept for replay: the worst, and others evenly.`}</span>
      )}
    </div>
  )
}

/** When: play, step, slide, and how much of the axis. */
export function Controls({ player }: Props): JSX.Element {
  const { whole } = player.stage.value
  const playing = player.isPlaying.value
  return (
    <>
      <div class="ctl">
        <button
          type="button"
          class="play"
          aria-pressed={playing}
          onClick={() => {
            player.play()
          }}
        >
          {playing ? '❚❚ Pause' : '▶ Play'}
        </button>
        <label>
          speed
          <select
            value={player.speed.value}
            onChange={({ currentTarget }) => (player.speed.value = Number(currentTarget.value))}
          >
            {SPEEDS.map((speed) => (
              <option key={speed} value={speed}>{`${String(speed)}×`}</option>
            ))}
          </select>
        </label>
        <div class="group">
          <SignButton
            label="previous event"
            sign="‹"
            onPress={() => {
              player.toEvent(-1)
            }}
          />
          event
          <SignButton
            label="next event"
            sign="›"
            onPress={() => {
              player.toEvent(1)
            }}
          />
        </div>
        <Slider player={player} key={`${String(whole.fromNs)} ${String(whole.toNs)}`} />
      </div>
      <div class="ctl">
        {presetsOf(player.stage.value).map((preset) => (
          <button
            type="button"
            key={preset.name}
            aria-pressed={
              player.zoom.value?.fromNs === preset.zoom?.fromNs && player.zoom.value?.toNs === preset.zoom?.toNs
            }
            onClick={() => {
              player.show(preset)
            }}
          >
            {preset.name}
          </button>
        ))}
        <SignButton
          label="shorter stretch of time"
          sign="+"
          onPress={() => {
            player.zoomBy(0.5)
          }}
        />
        <SignButton
          label="longer stretch of time"
          sign="−"
          onPress={() => {
            player.zoomBy(2)
          }}
        />
      </div>
    </>
  )
}

/** Keys move it by a millisecond, and by a hundred with Page Up and Down. */
const STEP_NS = 1e6

function Slider({ player }: Props): JSX.Element {
  const { whole } = player.stage.value
  const text = instantText(player.sinceNs.value)
  return (
    <>
      <input
        type="range"
        aria-label="time since the fault"
        aria-valuetext={text}
        min={whole.fromNs}
        max={whole.toNs}
        step={STEP_NS}
        value={player.atNs.value}
        onInput={({ currentTarget }) => {
          player.pick(Number(currentTarget.value))
        }}
      />
      <output>{text}</output>
    </>
  )
}
