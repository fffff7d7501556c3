import type { Resvg } from '@resvg/resvg-js'
import { fail } from '../model/problem.ts'
import type { Layout } from './layout.ts'
import { svgOf } from './svg.ts'

/** Pixels for each px of the layout: sharp on a screen of twice the density. */
const SCALE = 2
/** resvg gives up beyond; a topology of 200 nodes has a tenth of it. */
const MOST_PX = 16_000

/**
 * The picture as PNG, light, drawn without a browser in the machine's own fonts.
 * @throws BackhoeError (69) where the machine has no font
 */
export async function pngOf(layout: Layout): Promise<Uint8Array> {
  // Loaded where a PNG is drawn and nowhere else: it is a native library.
  const { Resvg: Renderer } = await import('@resvg/resvg-js')
  const render = (svg: string, scale: number): Resvg =>
    new Renderer(svg, {
      fitTo: { mode: 'zoom', value: scale },
      font: { loadSystemFonts: true, sansSerifFamily: 'DejaVu Sans', monospaceFamily: 'DejaVu Sans Mono' },
    })
  const letter =
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="8" font-family="sans-serif">M</text></svg>'
  if (render(letter, 1).innerBBox() === undefined)
    fail(
      {
        code: 'no-fonts',
        what: 'this machine has no font, so that a PNG would have no text',
        allowed: '--format svg, which the viewer draws in its own fonts',
        next: 'apt-get install fonts-dejavu-core',
      },
      69,
    )
  const scale = Math.min(SCALE, MOST_PX / Math.max(layout.width, layout.height))
  return render(svgOf(layout, { theme: 'light' }), scale)
    .render()
    .asPng()
}
