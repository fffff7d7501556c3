/** The colours of a picture, by what they mean: ground, text, secondary text, labels, rules, frames, cables, a chip that is filled, its text. */
interface Palette {
  readonly paper: string
  readonly ink: string
  readonly ink2: string
  readonly ink3: string
  readonly rule: string
  readonly filled: string
  readonly onFilled: string
  readonly tints: readonly string[]
}

/** Text has a contrast of at least 4.5 to paper and tints (WCAG 2.2). */
const LIGHT: Palette = {
  paper: '#ffffff',
  ink: '#15181c',
  ink2: '#454d58',
  ink3: '#5c6671',
  rule: '#d5dae1',
  filled: '#33506f',
  onFilled: '#ffffff',
  tints: ['#f0f3e2', '#e6f1f4', '#f6ecf4', '#f8efe2', '#eae9f8', '#e7f3e9'],
}

const DARK: Palette = {
  paper: '#13161a',
  ink: '#e9ecf0',
  ink2: '#b7bfca',
  ink3: '#a3acb8',
  rule: '#353c47',
  filled: '#a9c1dc',
  onFilled: '#10161d',
  tints: ['#24281a', '#18272c', '#2b1f2a', '#2c2418', '#22213a', '#1a2a1e'],
}

export const TINTS = LIGHT.tints.length

/** `auto`: light, and dark where the reader's system is. */
export type Theme = 'auto' | 'light' | 'dark'

/** The style sheet of a picture; its rules hold below `scope` alone. */
export function styleOf(theme: Theme, scope: string): string {
  const text = [FONTS, rules(theme === 'dark' ? DARK : LIGHT)].join('\n')
  const dark = theme === 'auto' ? `\n@media screen and (prefers-color-scheme: dark){\n${rules(DARK)}\n}` : ''
  return scoped(text + dark, scope)
}

const scoped = (css: string, scope: string): string => css.replaceAll(/^\./gm, `${scope} .`)

export const SANS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans","DejaVu Sans",sans-serif'
export const MONO = 'ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono","DejaVu Sans Mono",monospace'

const FONTS = `.bk-text{font-family:${SANS};font-size:11px}
.bk-middle{text-anchor:middle}
.bk-end{text-anchor:end}
.bk-name{font-weight:700;font-size:13px}
.bk-risk{font-size:10px}
.bk-mono{font-family:${MONO};font-size:10.5px}
.bk-chip{font-size:9.5px}`

const rules = ({ paper, ink, ink2, ink3, rule, filled, onFilled, tints }: Palette): string => `.bk-paper{fill:${paper}}
.bk-box{fill:${paper};stroke:${ink3};stroke-width:1.2}
.bk-frame{fill:none;stroke:${rule};stroke-width:1}
.bk-cable{fill:none;stroke:${ink3};stroke-width:1.6}
.bk-bond{fill:none;stroke:${ink2};stroke-width:1.2}
.bk-port{fill:${ink3};stroke:${paper};stroke-width:1}
.bk-pill{fill:${paper};stroke:${ink3};stroke-width:1}
.bk-pill-on{fill:${filled};stroke:${filled};stroke-width:1}
.bk-text{fill:${ink2}}
.bk-name{fill:${ink}}
.bk-mono{fill:${ink2}}
.bk-risk{fill:${ink3}}
.bk-chip{fill:${ink2}}
.bk-chip-on{fill:${onFilled};font-weight:700}
.bk-cut{fill:${paper}}
${tints.map((tint, index) => `.bk-tint${String(index)}{fill:${tint}}`).join('\n')}`
