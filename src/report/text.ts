import { styleText } from 'node:util'
import { formatNs } from '../model/time.ts'
import type { Ns } from '../model/time.ts'

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan' | 'inverse'

/** Where text goes: how wide it may be, and whether it may have colour. */
export interface Page {
  readonly width: number
  paint(style: Style | readonly Style[], text: string): string
}

export function pageOf(options: { readonly color: boolean; readonly width: number }): Page {
  return {
    width: Math.max(60, options.width),
    paint: (style, text) =>
      options.color && text !== ''
        ? styleText(typeof style === 'string' ? style : [...style], text, { validateStream: false })
        : text,
  }
}

/** Cut to `width` characters, with an ellipsis where something is missing. */
export const clip = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`

/** A number and its unit stay together. */
const BREAKS = / (?!(?:ns|us|ms|s|min)\b)/

/** Lines of at most `width` characters, broken between words; each begins with `indent`. */
export function wrap(text: string, width: number, indent: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(BREAKS)) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && indent.length + longer.length > width) {
      lines.push(indent + line)
      line = word
    } else line = longer
  }
  return [...lines, indent + line]
}

/** `label` in a column of its own, and the text wrapped beside it. */
export function hanging(label: string, text: string, width: number): string[] {
  const [first = '', ...rest] = wrap(text, width, ' '.repeat(label.length))
  return [label + first.slice(label.length), ...rest]
}

/** `2.65 s … 3.54 s`, or one value where that is all. Of no values nothing. */
export function rangeText(values: readonly Ns[]): string {
  if (values.length === 0) return ''
  const low = formatNs(Math.min(...values))
  const high = formatNs(Math.max(...values))
  return low === high ? low : `${low} … ${high}`
}

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${String(count)} ${count === 1 ? one : many}`
