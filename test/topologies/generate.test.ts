import { Ajv } from 'ajv'
import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { renderClab } from '../../src/render/clab.ts'
import { CLAB_LINKS } from '../../src/render/clab-links.ts'
import { clabNames } from '../../src/render/clab-names.ts'
import type { Topology } from '../../src/model/topology.ts'
import {
  activeActive,
  campus,
  dualHomedActiveBackup,
  dualHomedLag,
  dualUplink,
  dualUplinkBgp,
  gatewayPair,
  leafSpine,
  mlagPair,
  nPlusOne,
  redundantSwitches,
  routedCampus,
  routerPair,
  separatedNetworks,
  servicePair,
} from '../../topologies/index.ts'
import { pair } from '../mechanisms/bird/pair.ts'
import { told } from '../told.ts'
import { generated } from './arbitrary.ts'

const schema = JSON.parse(readFileSync(new URL('../../schema/clab.schema.json', import.meta.url), 'utf8')) as object
const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema)

/** What containerlab 0.79.0 itself would say; `prefixItems` in the schema is unknown to draft-07 and so says nothing. */
function problemsOf(yaml: string): unknown {
  validate(parse(yaml))
  return validate.errors ?? []
}

const golden: Readonly<Record<string, () => Topology>> = {
  'gateway-pair': () => gatewayPair().topology,
  'dual-homed-active-backup': () => dualHomedActiveBackup({ vlans: [10, 20], primary: 'leg1' }).topology,
  'dual-homed-lag': () => dualHomedLag().topology,
  'mlag-pair': () => mlagPair({ vlans: [10] }).topology,
  'active-active': () => activeActive().topology,
  'dual-uplink': () => dualUplink().topology,
  'dual-uplink-bgp': () => dualUplinkBgp().topology,
  'dual-uplink-bgp-edges': () => named('edges', dualUplinkBgp({ edges: 2 }).topology),
  'leaf-spine': () => leafSpine({ leaves: 2 }).topology,
  'n-plus-one': () => nPlusOne({ servers: 2 }).topology,
  'routed-campus': () => routedCampus().topology,
  'router-pair': () => routerPair().topology,
  'service-pair': () => servicePair().topology,
  'redundant-switches': () => redundantSwitches({ vlans: [10] }).topology,
  'redundant-switches-guarded': () => named('guarded', redundantSwitches({ access: 1, rootGuard: true }).topology),
  'redundant-switches-rstp': () =>
    named('rstp', redundantSwitches({ loopFree: 'rstp', access: 1, vlans: [10, 20] }).topology),
  'redundant-switches-lag': () => named('lag', redundantSwitches({ loopFree: 'lag', vlans: [10] }).topology),
  'redundant-switches-mlag': () =>
    named('mlag', redundantSwitches({ loopFree: 'mlag', access: 1, vlans: [10] }).topology),
  campus: () => campus().topology,
  'campus-mlag': () => named('mlag', campus({ loopFree: 'mlag', hosts: 1 }).topology),
  'separated-networks': () => separatedNetworks({ switches: 1 }).topology,
}

/** Another of the same generator. */
const named = (more: string, topology: Topology): Topology => ({ ...topology, name: `${topology.name}-${more}` })

/** A topology's own programs: the files are theirs, and not what is rendered. */
const isProgram = (path: string): boolean => /\.(pl|pm)$|\/respawn\.sh$/.test(path)

test('the agent of an MLAG switch is bound in as it is, and started last', () => {
  const { files } = renderClab(mlagPair().topology)
  const programs = Object.entries(files).filter(([path]) => path.startsWith('mlag-pair/sw2/') && isProgram(path))
  const folder = new URL('../../topologies/mlag/mlagd/', import.meta.url)
  const sources = readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')])
  const bound = programs.map(([path, text]) => [path.split('/').at(-1), text])
  expect(Object.fromEntries(bound)).toEqual(Object.fromEntries(sources))
  const script = files['mlag-pair/sw2/up.sh'] ?? ''
  expect(script.trimEnd().split('\n').at(-1)).toBe('sh /backhoe/mlagd/respawn.sh /backhoe >mlagd.log 2>&1 &')
})

test.each(Object.entries(golden))('%s: the files are what they were', async (name, build) => {
  const { yaml, files } = renderClab(build())
  expect(problemsOf(yaml)).toEqual([])
  for (const [path, text] of Object.entries({ [`${name}.clab.yml`]: yaml, ...files })) {
    if (isProgram(path)) continue
    await expect(text).toMatchFileSnapshot(`../golden/generate/${path}`)
  }
})

test.each(['host', 'veth'] as const)('links %s: the file is what it was', async (links) => {
  const { yaml } = renderClab(gatewayPair().topology, links)
  expect(problemsOf(yaml)).toEqual([])
  await expect(yaml).toMatchFileSnapshot(`../golden/generate/gateway-pair-${links}.clab.yml`)
})

test("whatever the parameters, containerlab's schema accepts the file", () => {
  fc.assert(
    fc.property(generated, fc.constantFrom(...CLAB_LINKS), (build, links) => {
      expect(problemsOf(renderClab(build(), links).yaml)).toEqual([])
    }),
    { numRuns: 30 },
  )
})

test('every cable of the file ends at nodes and interfaces that are there', () => {
  for (const build of Object.values(golden)) {
    const topology = build()
    const { topology: file } = parse(renderClab(topology).yaml) as {
      topology: { links: { endpoints: { node: string; interface: string; mac: string }[] }[] }
    }
    const ends = file.links.flatMap((link) => link.endpoints.map((end) => `${end.node}:${end.interface} ${end.mac}`))
    const ports = topology.nodes.flatMap((node) =>
      node.interfaces.flatMap((one) => (one.kind === 'port' ? [`${node.name}:${one.name} ${one.mac}`] : [])),
    )
    const names = clabNames(topology)
    const renamed = ports.map((port) => port.replace(/^[^:]*/, (node) => names[node] ?? node))
    expect(ends.sort()).toEqual(renamed.sort())
  }
})

test('containers are refused a bridge whose tree mstpd runs', async () => {
  const { topology } = redundantSwitches({ loopFree: 'rstp', by: 'mstpd' })
  const text = told(() => renderClab(topology))
  await expect(text).toMatchFileSnapshot('../golden/errors/no-mstpd-in-containers.txt')
})

test('a container starts BIRD with the file that is bound into it', () => {
  const { files } = renderClab(pair().topology)
  expect(files['pair/r1/bird/bird.conf']).toContain('route 10.2.0.0/24 via 10.0.1.2 bfd;')
  expect(files['pair/r1/up.sh']).toContain('\nbird -f -c /backhoe/bird/bird.conf ')
})

test('no node has a name that containerlab keeps for itself: its links would end in the host', () => {
  for (const build of Object.values(golden).filter((one) => one().nodes.some(({ name }) => name === 'host'))) {
    const { topology: file } = parse(renderClab(build()).yaml) as { topology: { nodes: Record<string, object> } }
    expect(Object.keys(file.nodes)).not.toContain('host')
    expect(Object.keys(file.nodes)).toContain('host1')
  }
})
