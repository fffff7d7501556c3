import type { ReadonlySignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { JSX } from 'preact'
import type { Ns } from '../../model/time.ts'
import { instantText } from '../axis.ts'
import type { TrialEvent } from '../events.ts'

interface Props {
  readonly events: readonly TrialEvent[]
  readonly zeroNs: Ns
  /** How many of them have happened. */
  readonly past: ReadonlySignal<number>
  readonly onPick: (atNs: Ns) => void
}

/** What happened, an event a line: what is past, what is to come, and what came last. A click goes there. */
export function Events({ events, zeroNs, past, onPick }: Props): JSX.Element {
  const list = useRef<HTMLOListElement>(null)
  const last = past.value - 1
  useEffect(() => {
    const [box, item] = [list.current, list.current?.children[last]]
    if (box === null || !(item instanceof HTMLElement)) return
    const [top, bottom] = [item.offsetTop - box.offsetTop, item.offsetTop - box.offsetTop + item.offsetHeight]
    if (top < box.scrollTop) box.scrollTop = top
    else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight
  }, [last])
  return (
    <div class="happened">
      <h3 class="small" id="happened">
        What happened
      </h3>
      <ol ref={list} aria-labelledby="happened">
        {events.map(({ atNs, kind, text }, at) => (
          <li key={at} class={at <= last ? 'past' : 'future'}>
            <button
              type="button"
              aria-current={at === last ? 'step' : undefined}
              onClick={() => {
                onPick(atNs)
              }}
            >
              <time>{instantText(atNs - zeroNs)}</time>
              <span class={`e-${kind}`} dir="auto">
                {text}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  )
}
