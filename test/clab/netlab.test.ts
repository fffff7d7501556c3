import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readClab } from '../../src/clab/read.ts'
import { fromContainerlab } from '../../src/clab/site.ts'
import { backhoe } from '../lab/front-door.ts'

const folder = join(import.meta.dirname, '../fixtures/netlab')
const names = readdirSync(folder).flatMap((file) => /^(.*)\.clab\.yml$/.exec(file)?.[1] ?? [])

// All of them were refused while the schema judged: for an empty `group:`, or a kind such as `vr-vmx`, `ceos` or `srl`.
describe('what netlab 26.10 writes', () => {
  it.each(names)('%s.clab.yml is read, and no slip is seen in it', async (name) => {
    const { code, out, err } = await backhoe('inspect', `test/fixtures/netlab/${name}.clab.yml`)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    await expect(out).toMatchFileSnapshot(`../golden/inspect/netlab-${name}.txt`)
  })

  it.each(names)('%s.clab.yml is a topology, whose derived file is read as the same', (name) => {
    const file = join(folder, `${name}.clab.yml`)
    const { topology } = fromContainerlab(file)
    const { clab } = readClab(readFileSync(file, 'utf8'), file, {})
    const again = readClab(topology.containerlab?.derived ?? '', file, {}).clab
    const kept = ({ nodes }: typeof clab): object[] =>
      nodes.map(({ name, kind, group, image, networkMode, exec }) => ({
        name,
        kind,
        group,
        image,
        networkMode,
        exec: exec.map(({ text }) => text),
      }))
    expect(kept(again)).toEqual(kept(clab))
    expect(topology.containerlab?.nameless).toEqual([])
    expect(again.links.map(({ ends }) => ends.map((end) => `${end.node}:${end.interface}`))).toEqual(
      clab.links.map(({ ends }) => ends.map((end) => `${end.node}:${end.interface}`)),
    )
  })

  it('covers a dozen of its features', () => {
    expect(names.length).toBeGreaterThanOrEqual(12)
  })
})
