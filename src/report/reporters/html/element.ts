import { element, escaped } from '../../../picture/xml.ts'

export { element, escaped }

/** A name that may be written in any direction, inside a sentence. */
export const named = (text: string): string => `<bdi>${escaped(text)}</bdi>`

/** A picture without a scale: places in percent of its width, text in its own size, as wide as the page lets it be. */
export const strip = (heightPx: number, label: string, ...children: readonly string[]): string =>
  element('svg', { width: '100%', height: heightPx, role: 'img', 'aria-label': label }, ...children)

export const percent = (share: number): string => `${String(Math.round(share * 10_000) / 100)}%`

export const title = (text: string): string => element('title', {}, escaped(text))
