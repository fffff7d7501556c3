import { expect, test } from 'vitest'
import type { NamedWait, Operation } from '../../src/model/operation.ts'
import { renderOperations } from '../../src/render/iproute.ts'
import { BUILD, CHANGES } from '../inject/every-operation.ts'

const wait = (deadlineNs: number, wait: NamedWait & Readonly<Record<string, unknown>>): Operation => ({
  op: 'wait',
  deadlineNs,
  wait,
})

const BESIDE: readonly Operation[] = [
  { op: 'file', node: 'r1', path: 'keepalived.conf', text: 'global_defs {\n}\n' },
  {
    op: 'daemon',
    node: 'r1',
    name: 'keepalived',
    argv: ['keepalived', '--dont-fork', '--use-file', '{dir}/keepalived.conf', '--pid', '{dir}/it is.pid'],
  },
  {
    op: 'daemon',
    node: 'r1',
    name: 'ospfd',
    argv: ['ospfd', '-f', '{dir}/ospfd.conf', '-i', '{run}/ospfd.pid'],
    user: 'frr',
  },
  wait(40e9, { wait: 'lacpCollected', node: 'sw1', name: 'bond0', members: 2 }),
  wait(5e9, { wait: 'carrier', node: 'sw1', name: 'p0' }),
  wait(5e9, { wait: 'bondActive', node: 'host', name: 'bond0', member: 'leg1' }),
  wait(10e9, {
    wait: 'vrrpSettled',
    active: { node: 'r1', name: 'LAN' },
    backups: [
      { node: 'r2', name: 'LAN' },
      { node: 'r3', name: 'LAN' },
    ],
  }),
]

/** That these commands do what rtnetlink does is proved in test/inject/back-ends.guest.test.ts. */
test('every operation as commands', async () => {
  const lines = [
    ...renderOperations([...BUILD, ...BESIDE]),
    ...CHANGES.flatMap(({ name, inject, heal }) => [
      `# ${name}`,
      ...renderOperations(inject),
      ...renderOperations(heal),
    ]),
  ]
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../golden/render/iproute.sh')
})

test('every command names its interface with dev', () => {
  const commands = renderOperations([...BUILD, ...CHANGES.flatMap(({ inject, heal }) => [...inject, ...heal])])
  for (const command of commands.filter(
    (line) => !/netns|(route|rule|nexthop) add/.test(line) || / link add /.test(line),
  ))
    expect(command).toContain(' dev ')
})
