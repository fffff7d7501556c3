import type { Box, PlacedChip, PlacedNode, PlacedText } from './layout.ts'
import { CHIP_PX, LABEL_PX, LETTERS, PAD_PX, ROW_PX, chipWidth, rowText, rowWidth, type SketchNode } from './sketch.ts'
import { shortened, textWidth } from './text-width.ts'

/** Rows of a node, one below another in its middle, between the labels of its ports. */
export function contentsOf({ rows, ports, height }: SketchNode, box: Box): Pick<PlacedNode, 'texts' | 'chips'> {
  const wide = (side: 'west' | 'east'): number =>
    Math.max(0, ...ports.filter((one) => one.side === side).map(({ label }) => textWidth(label, LETTERS.port)))
  const content = Math.max(...rows.map(rowWidth))
  const [west, east] = [wide('west'), wide('east')].map((px) => (px === 0 ? PAD_PX : px + LABEL_PX))
  const [least, most] = [box.x + (west ?? 0) + content / 2, box.x + box.width - (east ?? 0) - content / 2]
  const middle = Math.round(Math.min(Math.max(box.x + box.width / 2, least), most))
  const rowsPx = rows.reduce((sum, row) => sum + (row.row === 'chips' ? ROW_PX.chips : ROW_PX[row.kind]), 0)
  let y = box.y + Math.max(PAD_PX - 3, (height - rowsPx) / 2)
  const texts: PlacedText[] = []
  const chips: PlacedChip[] = []
  for (const row of rows) {
    if (row.row === 'text') {
      texts.push({ x: middle, y: Math.round(y + ROW_PX[row.kind] - 4), text: rowText(row), kind: row.kind })
      y += ROW_PX[row.kind]
      continue
    }
    const widths = row.chips.map(({ text }) => chipWidth(text))
    let x = middle - (widths.reduce((sum, width) => sum + width, 0) + (widths.length - 1) * CHIP_PX.gap) / 2
    row.chips.forEach(({ text, isActive }, index) => {
      const width = widths[index] ?? 0
      chips.push({
        x: Math.round(x),
        y: Math.round(y + 1),
        width,
        height: CHIP_PX.height,
        text: shortened(text, 24),
        isActive,
      })
      x += width + CHIP_PX.gap
    })
    y += ROW_PX.chips
  }
  return { texts, chips }
}
