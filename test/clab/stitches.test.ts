import { expect, test } from 'vitest'
import { readClab } from '../../src/clab/read.ts'
import { addressesIn, stitchesOf, unmendableOf } from '../../src/clab/stitches.ts'
import { renderClab } from '../../src/render/clab.ts'
import { dualHomedActiveBackup } from '../../topologies/index.ts'

const { topology } = dualHomedActiveBackup()
const short = { ...topology, name: 'short' }
const ofLinks = (links: 'stitch' | 'host' | 'veth') =>
  readClab(renderClab(short, links).yaml, 'short.clab.yml', {}).clab

// As containerlab 0.79 has made it: clab-s-046b4507 lies behind host1:eth0, and bears the other end's name.
test('a stitched cable has the names that containerlab gives it', () => {
  const [first] = stitchesOf(ofLinks('stitch'), new Map())
  expect(first?.qdisc).toBe('ingress')
  expect(first?.halves[0]).toMatchObject({
    at: { node: 'host1', interface: 'eth0' },
    port: { name: 'eth0', mac: '02:00:00:00:00:00', mtu: 1500 },
    middle: {
      name: 'clab-s-046b4507',
      mac: '02:00:00:00:00:00',
      altNames: ['clab-o-2b5bad2f271b3c0f', 'clab-stitch-short-sw1-eth1'],
    },
  })
})

test('of two host links the middle has the name in the file, and its redirects lie in clsact', () => {
  const [first] = stitchesOf(ofLinks('host'), new Map())
  expect(first?.qdisc).toBe('clsact')
  expect(first?.halves.map(({ middle }) => middle)).toMatchObject([
    { name: expect.stringMatching(/^bh-/) as string, mac: null },
    { name: expect.stringMatching(/^bh-/) as string, mac: null },
  ])
})

test('a plain cable is nobody’s to make again', () => {
  expect(stitchesOf(ofLinks('veth'), new Map())).toEqual([])
  expect(unmendableOf(ofLinks('veth'))).toHaveLength(topology.cables.length)
})

test('what the file does not say of an end, the lab’s own data does; an MTU is containerlab’s', () => {
  const text = `
name: x
topology:
  nodes: {a: {kind: linux, image: i}, b: {kind: linux, image: i}, c: {kind: nokia_srlinux, image: i}}
  links:
    - {type: veth-stitch, endpoints: [{node: a, interface: eth1}, {node: b, interface: eth1}]}
    - {type: veth-stitch, endpoints: [{node: a, interface: eth2}, {node: c, interface: e1-1}]}
`
  const { clab } = readClab(text, 'x.clab.yml', {})
  const end = (node: string, mac: string) => ({ node, interface: 'eth1', mac })
  const given = addressesIn({
    links: [{ endpoints: { a: end('a', 'aa:c1:ab:00:00:01'), z: end('b', 'aa:c1:ab:00:00:02') } }],
  })
  const [stitch, ...others] = stitchesOf(clab, given)
  expect(stitch?.halves.map(({ port }) => [port.mac, port.mtu])).toEqual([
    ['aa:c1:ab:00:00:01', 9500],
    ['aa:c1:ab:00:00:02', 9500],
  ])
  expect(others).toEqual([])
  expect(unmendableOf(clab).map(({ because }) => because)).toEqual([
    'c is a nokia_srlinux, and what it does with a port that comes later is its own',
  ])
})
