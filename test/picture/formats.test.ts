import { Resvg } from '@resvg/resvg-js'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { drawioOf } from '../../src/picture/drawio.ts'
import { layOut } from '../../src/picture/lay-out.ts'
import { pngOf } from '../../src/picture/png.ts'
import { svgOf } from '../../src/picture/svg.ts'
import { backhoe } from '../lab/front-door.ts'
import { strange, topologies } from './topologies.ts'

test.each(['gateway-pair', 'mlag-pair', 'redundant-switches-lag'])('%s is drawn as it was', async (name) => {
  const layout = await layOut(topologies[name]?.() ?? strange().topology)
  await expect(svgOf(layout)).toMatchFileSnapshot(`../golden/graph/${name}.svg`)
})

test.each(Object.entries(topologies))('%s: svg and drawio have each node and each cable once', async (_, build) => {
  const layout = await layOut(build())
  const svg = svgOf(layout)
  expect(svg.match(/ data-node="/g)).toHaveLength(layout.nodes.length)
  expect(svg.match(/ data-cable="/g)).toHaveLength(layout.cables.length)
  expect(() => new Resvg(svg)).not.toThrow()
  const drawio = drawioOf(layout)
  expect(drawio.match(/ vertex="1"/g)).toHaveLength(layout.nodes.length + layout.frames.length)
  expect(drawio.match(/ source="n\d+" target="n\d+"/g)).toHaveLength(layout.cables.length)
})

test('a picture asks for nothing, runs nothing, and is dark where the reader is', async () => {
  const svg = svgOf(await layOut(topologies['gateway-pair']?.() ?? strange().topology))
  expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(
    /https?:|href|url\(|<script|@import|@font-face| on\w+=/,
  )
  expect(svg).toContain('@media screen and (prefers-color-scheme: dark)')
})

test('names with markup, Arabic and 200 letters stay names', async () => {
  const { topology, names } = strange()
  const layout = await layOut(topology)
  const svg = svgOf(layout)
  for (const text of [svg, drawioOf(layout)]) {
    expect(text).not.toContain('<script')
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(text).toContain(names[1])
    // resvg reads XML strictly, and passes over elements that it does not know.
    expect(() => new Resvg(`<svg xmlns="http://www.w3.org/2000/svg">${text}</svg>`)).not.toThrow()
  }
  expect(svg).toContain(names[2])
})

test('a PNG has twice the pixels of the layout, and text in it', async () => {
  const layout = await layOut(topologies['gateway-pair']?.() ?? strange().topology)
  const png = Buffer.from(await pngOf(layout))
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([layout.width * 2, layout.height * 2])
  const bare = { ...layout, nodes: layout.nodes.map((node) => ({ ...node, texts: [] })) }
  expect(Buffer.from(await pngOf(bare)).equals(png)).toBe(false)
})

test('the command draws a file of containerlab in each format', async () => {
  const file = join(import.meta.dirname, '../../labs/containerlab-gateways/gateways.clab.yml')
  for (const format of ['svg', 'drawio', 'dot']) {
    const drawn = await backhoe('graph', file, '--format', format)
    expect(drawn).toMatchObject({ code: 0, err: '' })
    for (const name of ['pc', 'lan', 'r1', 'r2', 'wan', 'web']) expect(drawn.out).toContain(name)
  }
})

test('a topology without nodes is refused in every picture alike', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bare-'))
  const file = join(folder, 'bare.clab.yml')
  writeFileSync(file, 'name: bare\ntopology:\n  nodes: {}\n')
  const [svg, png, drawio] = [
    await backhoe('graph', file, '--format', 'svg'),
    await backhoe('graph', file, '--format', 'png'),
    await backhoe('graph', file, '--format', 'drawio'),
  ]
  rmSync(folder, { recursive: true })
  await expect(`${svg.err}exit ${String(svg.code)}\n`).toMatchFileSnapshot('../golden/graph/no-nodes.txt')
  expect([png, drawio]).toEqual([svg, svg])
})
