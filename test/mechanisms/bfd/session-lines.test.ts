import { expect, test } from 'vitest'
import { bfdLines } from '../../../src/mechanisms/bfd/watch.ts'

test('what bfdd writes about a session, and nothing of one that is not at an interface yet', () => {
  const told: unknown[] = []
  const read = bfdLines((session, atNs) => told.push([session, atNs]))
  const at = '2023/11/14 22:13:22.047077 BFD:'
  const session = 'mhop:no peer:10.1.12.2 local:10.1.12.1 vrf:default ifname:br0.10'
  const text = [
    `${at} [NW21R-MRYNT] session-delete: mhop:no peer:10.1.12.2 local:0.0.0.0 vrf:default`,
    `${at} [PSB4R-8T1TJ] session-new: ${session}`,
    `${at} [J1C6V-VMRW5] state-change: [${session}] down -> up`,
    `${at} [SEY1D-NT8EQ] state-change: [${session}] up -> down reason:control-expired`,
    `${at} [NW21R-MRYNT] session-delete: ${session}`,
    '',
  ].join('\n')
  for (const [number, piece] of [text.slice(0, 240), text.slice(240)].entries()) read(Buffer.from(piece), number, 0)
  const of = { device: 'br0.10', address: '10.1.12.2' }
  expect(told).toEqual([
    [{ ...of, to: 'Up' }, 1],
    [{ ...of, to: 'Down', detail: 'control-expired' }, 1],
    [{ ...of, to: 'Down', detail: 'session deleted' }, 1],
  ])
})
