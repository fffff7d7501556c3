import { useComputed, useSignal, type ReadonlySignal } from '@preact/signals'
import type { JSX, TargetedMouseEvent, TargetedPointerEvent, TargetedWheelEvent } from 'preact'
import { useRef } from 'preact/hooks'
import type { Ns } from '../../model/time.ts'
import { share, ticksOf, type Axis } from '../axis.ts'
import { BAR_INK, BAR_KIND } from '../look.ts'
import type { Bar, TimeLane } from '../lane.ts'
import { visible } from '../visible.ts'
import { SaveButton } from './save.tsx'

const LANE_PX = 20

interface Props {
  /** What stands above the axis: of which trial these are. */
  readonly title: string
  readonly lanes: readonly TimeLane[]
  readonly axis: ReadonlySignal<Axis>
  /** The chosen instant. */
  readonly atNs: ReadonlySignal<Ns>
  readonly onPick: (atNs: Ns) => void
  /** By how much the axis becomes longer or shorter, about an instant. */
  readonly onZoom: (factor: number, aboutNs: Ns) => void
  readonly onPan: (byNs: Ns) => void
}

const percent = (of: number): string => `${String(Math.round(of * 10_000) / 100)}%`

/** One trial on one axis of time, a lane below another, with the chosen instant through all of them. A drag of the numbers moves the axis. */
export function Lanes({ title, lanes, axis, atNs, onPick, onZoom, onPan }: Props): JSX.Element {
  const said = useSignal('')
  const drawn = useRef<HTMLDivElement>(null)
  const head = useComputed(() => percent(share(axis.value, atNs.value)))
  const headWidth = useComputed(() => (atNs.value < axis.value.fromNs || atNs.value > axis.value.toNs ? 0 : 1.6))
  const { fromNs, toNs } = axis.value
  const nsAt = (event: TargetedMouseEvent<Element>): Ns => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    return fromNs + Math.min(1, Math.max(0, (event.clientX - left) / Math.max(1, width))) * (toNs - fromNs)
  }
  const pick = (event: TargetedPointerEvent<SVGSVGElement>): void => {
    if (event.buttons % 2 !== 1) return
    event.currentTarget.setPointerCapture(event.pointerId)
    onPick(nsAt(event))
  }
  const wheel = (event: TargetedWheelEvent<SVGSVGElement>): void => {
    const isZoom = event.ctrlKey || event.shiftKey
    if (!isZoom && event.deltaX === 0) return
    event.preventDefault()
    const turned = event.deltaY === 0 ? event.deltaX : event.deltaY
    if (isZoom) onZoom(Math.exp(turned / 300), nsAt(event))
    else onPan((event.deltaX / 600) * (toNs - fromNs))
  }
  const drag = (event: TargetedPointerEvent<SVGSVGElement>): void => {
    if (event.buttons % 2 !== 1) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const { width } = event.currentTarget.getBoundingClientRect()
    onPan((-event.movementX / Math.max(1, width)) * (toNs - fromNs))
  }
  const strip = (
    label: string,
    children: JSX.Element | readonly (JSX.Element | null)[],
    onPointer: (event: TargetedPointerEvent<SVGSVGElement>) => void = pick,
  ): JSX.Element => (
    <svg
      class="strip"
      width="100%"
      height={LANE_PX}
      role="img"
      aria-label={label}
      onPointerDown={onPointer}
      onPointerMove={onPointer}
      onWheel={wheel}
    >
      {children}
      <line class="l-head" x1={head} x2={head} y1={0} y2={LANE_PX} stroke-width={headWidth} />
    </svg>
  )
  return (
    <>
      <div class="lanes dense" ref={drawn}>
        <div class="label">{title}</div>
        {strip('time since the fault', <Ticks axis={axis.value} />, drag)}
        {lanes.map((lane) => (
          <>
            <div class="label" title={lane.label}>
              <bdi>{lane.label}</bdi>
            </div>
            {strip(lane.says, [
              lane.isShaded ? <Shade axis={axis.value} /> : null,
              ...visible(lane.bars, axis.value).map((bar) => (
                <BarShape
                  bar={bar}
                  axis={axis.value}
                  onSay={(text) => (said.value = text === '' ? '' : `${lane.label}: ${text}`)}
                />
              )),
            ])}
          </>
        ))}
      </div>
      <div class="under">
        <SaveButton of={() => drawn.current} name={title} />
        <p class="said" dir="auto">
          {said.value === '' ? 'Point at a bar for its values.' : said.value}
        </p>
      </div>
      <Values lanes={lanes} axis={axis.value} atNs={atNs} />
    </>
  )
}

/** What pointing at every lane at the chosen instant would say, for those who do not point. */
function Values({ lanes, axis, atNs }: Pick<Props, 'lanes' | 'atNs'> & { readonly axis: Axis }): JSX.Element {
  const isOpen = useSignal(false)
  return (
    <details
      class="values"
      onToggle={({ currentTarget }) => {
        isOpen.value = currentTarget.open
      }}
    >
      <summary>All values at this instant</summary>
      {isOpen.value && (
        <dl class="facts">
          {lanes.flatMap(({ label, bars }) =>
            bars
              .filter(({ fromNs, toNs }) => fromNs <= atNs.value && atNs.value < (toNs ?? axis.toNs))
              .map(({ said }) => (
                <>
                  <dt>
                    <bdi>{label}</bdi>
                  </dt>
                  <dd>{said}</dd>
                </>
              )),
          )}
        </dl>
      )}
    </details>
  )
}

function Shade({ axis }: { readonly axis: Axis }): JSX.Element {
  const [from, to] = [share(axis, axis.zeroNs), share(axis, axis.healedNs ?? axis.toNs)]
  return <rect class={BAR_KIND.fault} x={percent(from)} y={0} width={percent(to - from)} height={LANE_PX} />
}

interface BarProps {
  readonly bar: Bar
  readonly axis: Axis
  readonly onSay: (text: string) => void
}

function BarShape({ bar: { fromNs, toNs, kind, said, inside, isThin }, axis, onSay }: BarProps): JSX.Element {
  const [from, to] = [share(axis, fromNs), share(axis, toNs ?? axis.toNs)]
  const [x, width] = [percent(from), percent(Math.max(0.002, to - from))]
  const hover = {
    onPointerEnter: () => {
      onSay(said)
    },
    onPointerLeave: () => {
      onSay('')
    },
  }
  if (isThin === true) return <rect class={BAR_KIND[kind]} x={x} width={width} y={8} height={4} {...hover} />
  return (
    <svg x={x} width={width} y={0} height={LANE_PX} {...hover}>
      <title>{said}</title>
      <rect class={BAR_KIND[kind]} y={2} width="100%" height={LANE_PX - 4} />
      {to - from > 0.03 && inside !== '' && (
        <text class={BAR_INK[kind]} x={4} y={14}>
          {inside}
        </text>
      )}
    </svg>
  )
}

function Ticks({ axis }: { readonly axis: Axis }): JSX.Element {
  return (
    <>
      {ticksOf(axis).map(({ atNs, text }) => {
        const x = share(axis, atNs)
        return (
          <text
            key={text}
            class="t-dim"
            x={percent(x)}
            y={14}
            text-anchor={x > 0.94 ? 'end' : x < 0.03 ? 'start' : 'middle'}
          >
            {text}
          </text>
        )
      })}
    </>
  )
}
