import { expect, test } from 'vitest'
import { backhoe } from '../cli/backhoe.ts'
import { Scratch } from './scratch.ts'

// One boot with captures, which keep the agent from reading at once: 6 s.
test('ports that change at one instant are journalled with spans that have it in common', async () => {
  using scratch = new Scratch()
  const lab = 'test/fixtures/labs/eight-legs.lab.ts'
  const { stderr } = await backhoe(['run', lab, '--trial', '0', '--seed', '1', '--pcap', '--out', scratch.path])
  const ports = scratch
    .events()
    .filter((event) => event.ev === 'state')
    .filter(
      ({ watch, node, to, from }) => watch === 'lacpPort' && node === 'host' && to !== from && to === 'distributing',
    )
  expect(ports, stderr).toHaveLength(8)
  // One run of LACP's machines makes all of them distribute (bond_3ad_state_machine_handler), and rtnetlink reports them
  // by a work item each, 0.1 ms and more apart.
  const from = Math.max(...ports.map(({ t, sinceNs = t }) => sinceNs))
  const to = Math.min(...ports.map(({ t }) => t))
  expect(Math.max(...ports.map(({ t }) => t))).toBeGreaterThan(to)
  expect(from).toBeLessThanOrEqual(to)
})
