/** How wide letters are in ems, a little more than in most system fonts: DejaVu Sans. */
const CLASSES: readonly (readonly [RegExp, number])[] = [
  [/[\u0300-\u036f\u064b-\u0655\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u, 0],
  [/[iljI.,:;'|!()[\] ·-]/u, 0.36],
  [/[mwMW@%…]/u, 0.96],
  [/[A-Z0-9_+=<>&]/u, 0.67],
  [/[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]|\p{Emoji_Presentation}/u, 1.05],
]
const USUAL = 0.62
const MONO = 0.605
const BOLD = 1.1

export interface Letters {
  readonly sizePx: number
  readonly font?: 'mono' | 'bold'
}

/** About as wide as the text is drawn, in px. */
export function textWidth(text: string, { sizePx, font }: Letters): number {
  let ems = 0
  for (const letter of text) {
    const found = CLASSES.find(([letters]) => letters.test(letter))?.[1] ?? USUAL
    ems += font === 'mono' ? (found === 0 ? 0 : Math.max(MONO, found > 1 ? found : 0)) : found
  }
  return Math.ceil(ems * sizePx * (font === 'bold' ? BOLD : 1))
}

const SEGMENTS = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** At most `most` letters: the middle of a longer text is left out. */
export function shortened(text: string, most = 40): string {
  // Of a text that is longer than any, its ends are enough.
  const ends = text.length > 20 * most ? text.slice(0, 10 * most) + text.slice(-10 * most) : text
  const letters = [...SEGMENTS.segment(ends)].map(({ segment }) => segment)
  if (letters.length <= most && ends === text) return text
  const head = Math.ceil((most - 1) / 2)
  return `${letters.slice(0, head).join('')}…${letters.slice(letters.length - (most - 1 - head)).join('')}`
}
