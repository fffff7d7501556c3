import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { readClab } from '../../src/clab/read.ts'
import { topologyOf } from '../../src/clab/topology.ts'
import { endpointText, type Topology } from '../../src/model/topology.ts'
import { CLAB_LINKS } from '../../src/render/clab-links.ts'
import { clabNames } from '../../src/render/clab-names.ts'
import { renderClab } from '../../src/render/clab.ts'
import { generated } from '../topologies/arbitrary.ts'

/** What a topology file keeps of a topology, under the names that it has there. */
function kept(topology: Topology, names: Readonly<Record<string, string>>): object {
  const called = (name: string): string => names[name] ?? name
  return {
    nodes: topology.nodes.map(({ name, role, risks, probes, interfaces }) => ({
      name: called(name),
      role,
      risks,
      probes,
      ports: interfaces
        .flatMap((one) => (one.kind === 'port' ? [[one.name, one.mac, one.stackMember]] : []))
        .filter(([port]) =>
          topology.cables.some(({ a, b }) => [a, b].some((end) => end.node === name && end.interface === port)),
        )
        .sort(),
    })),
    cables: topology.cables.map(({ a, b, role, risks }) => ({
      ends: [a, b].map((end) => endpointText({ ...end, node: called(end.node) })),
      role,
      risks,
    })),
  }
}

it('what generate wrote comes back: nodes, cables, roles, risks, probes, members of stacks', () => {
  fc.assert(
    fc.property(generated, fc.constantFrom(...CLAB_LINKS), (build, links) => {
      const topology = build()
      const read = topologyOf(readClab(renderClab(topology, links).yaml, '/labs/x.clab.yml', {}), '/labs')
      expect(kept(read, {})).toEqual(kept(topology, clabNames(topology)))
      const attached = links === 'veth' ? 'ends' : 'panel'
      expect(read.containerlab?.attached).toEqual(topology.cables.map(() => attached))
      expect(read.containerlab?.cables).toEqual(topology.cables.map(() => 'panel'))
    }),
    { numRuns: 40 },
  )
})

it('what is derived from a file is a file with the same nodes and cables, all of which have a middle', () => {
  fc.assert(
    fc.property(generated, fc.constantFrom(...CLAB_LINKS), (build, links) => {
      const first = topologyOf(readClab(renderClab(build(), links).yaml, '/labs/x.clab.yml', {}), '/labs')
      const again = topologyOf(readClab(first.containerlab?.derived ?? '', '/run/x.clab.yml', {}), '/run')
      expect({ ...again, containerlab: null }).toEqual({ ...first, containerlab: null })
      expect(new Set(again.containerlab?.attached)).toEqual(new Set(['panel']))
      const paths = (text = ''): unknown => parse(text.replaceAll('$$', '$'), { merge: true })
      expect(paths(again.containerlab?.derived)).toEqual(paths(first.containerlab?.derived))
    }),
    { numRuns: 25 },
  )
})
