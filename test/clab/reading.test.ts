import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ClabFile, ClabNode } from '../../src/clab/file.ts'
import { deviceOf } from '../../src/clab/interfaces.ts'
import { KINDS } from '../../src/clab/kinds.ts'
import { readClab } from '../../src/clab/read.ts'
import { BackhoeError } from '../../src/model/problem.ts'

const recorded = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/clab/${name}.json`, import.meta.url), 'utf8'))

/**
 * Topology files, written by hand and by chance, and what containerlab 0.79's own code made of each (core.LoadTopologyFromFile,
 * types.Topology, CLab.ResolveLinks): every node with what it inherits, every device of a link. Null: it refuses the file.
 */
const files = recorded('reading') as readonly (readonly [text: string, answer: Answer | null])[]

interface Answer {
  readonly nodes: Readonly<Record<string, Partial<ClabNode>>>
  readonly devices: readonly string[]
}

/** Names of ports, and the devices that each kind of containerlab 0.79 makes of them without a management network. */
const ports = recorded('interfaces') as {
  readonly names: readonly string[]
  readonly kinds: readonly { readonly kinds: readonly string[]; readonly devices: Readonly<Record<string, string>> }[]
}

const read = (text: string): ClabFile | null => {
  try {
    return readClab(text, '/labs/x.clab.yml', {}).clab
  } catch (error) {
    if (error instanceof BackhoeError) return null
    throw error
  }
}

const KEPT: readonly (keyof ClabNode)[] = ['kind', 'group', 'image', 'networkMode', 'startupConfig', 'binds', 'exec']
const isThere = (value: unknown): boolean => value !== null && !(Array.isArray(value) && value.length === 0)

function answerOf({ nodes, links }: ClabFile): Answer {
  const keep = (node: ClabNode): object => {
    const said = { ...node, exec: node.exec.map(({ text: command }) => command) }
    return Object.fromEntries(KEPT.flatMap((key) => (isThere(said[key]) ? [[key, said[key]] as const] : [])))
  }
  return {
    nodes: Object.fromEntries(nodes.map((node) => [node.name, keep(node)])),
    devices: links
      .flatMap(({ ends }) => ends)
      .map((end) => {
        const node = nodes.find(({ name }) => name === end.node)
        return `${end.node} ${(node && deviceOf(node, end.interface)) ?? end.interface}`
      })
      .sort(),
  }
}

describe('a topology file', () => {
  it('says what containerlab reads in it: scalars, merges, inheritance, links', () => {
    expect(files.filter(([, answer]) => answer !== null).length).toBeGreaterThan(100)
    for (const [text, answer] of files) {
      const clab = read(text)
      const said = clab === null ? null : answerOf(clab)
      expect([text, said]).toEqual([text, answer === null ? null : { ...answer, devices: answer.devices.toSorted() }])
    }
  })

  it('may hold every kind that containerlab registers, under each of its names', () => {
    expect(KINDS.toSorted()).toEqual(ports.kinds.flatMap(({ kinds }) => kinds).sort())
    for (const kind of KINDS)
      expect(read(`name: x\ntopology: {nodes: {a: {kind: ${kind}}}}\n`)?.nodes).toMatchObject([{ kind }])
  })

  it('may call ports as each kind does: they are the devices that containerlab maps them to', () => {
    expect(ports.names.length).toBeGreaterThan(70)
    for (const { kinds, devices } of ports.kinds)
      for (const kind of kinds)
        for (const name of ports.names)
          expect([kind, name, deviceOf({ kind, hasComponents: false }, name)]).toEqual([
            kind,
            name,
            devices[name] ?? null,
          ])
  })

  it('has ports of an SR OS whose place follows from its modules: those we do not guess', () => {
    const node = { kind: 'vr-sros', hasComponents: true }
    expect(['1/1/3', 'eth3'].map((name) => deviceOf(node, name))).toEqual([null, 'eth3'])
  })
})
