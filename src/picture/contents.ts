import type { Box, PlacedChip, PlacedNode, PlacedText } from './layout.ts'
import { CHIP_PX, PAD_PX, chipWidth, rowPx, rowText, rowWidth, sidePx, type SketchNode } from './sketch.ts'
import { shortened } from './text-width.ts'

/** Rows of a node, one below another in its middle, between the labels of its ports. */
export function contentsOf({ rows, ports, height }: SketchNode, box: Box): Pick<PlacedNode, 'texts' | 'chips'> {
  const content = Math.max(...rows.map(rowWidth))
  const least = box.x + sidePx(ports, 'west') + content / 2
  const most = box.x + box.width - sidePx(ports, 'east') - content / 2
  const middle = Math.round(Math.min(Math.max(box.x + box.width / 2, least), most))
  const rowsPx = rows.reduce((sum, row) => sum + rowPx(row), 0)
  let y = box.y + Math.max(PAD_PX - 3, (height - rowsPx) / 2)
  const texts: PlacedText[] = []
  const chips: PlacedChip[] = []
  for (const row of rows) {
    if (row.row === 'text') {
      texts.push({ x: middle, y: Math.round(y + rowPx(row) - 4), text: rowText(row), kind: row.kind })
      y += rowPx(row)
      continue
    }
    const widths = row.chips.map(({ text }) => chipWidth(text))
    let x = middle - (widths.reduce((sum, width) => sum + width, 0) + (widths.length - 1) * CHIP_PX.gap) / 2
    row.chips.forEach(({ text, isActive, now }, index) => {
      const width = widths[index] ?? 0
      chips.push({
        x: Math.round(x),
        y: Math.round(y + 1),
        width,
        height: CHIP_PX.height,
        text: shortened(text, 24),
        isActive,
        ...(now === undefined ? {} : { now }),
      })
      x += width + CHIP_PX.gap
    })
    y += rowPx(row)
  }
  return { texts, chips }
}
