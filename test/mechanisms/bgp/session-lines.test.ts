import { expect, test } from 'vitest'
import { sessionLines } from '../../../src/mechanisms/bgp/watch.ts'

test('what bgpd writes about a session, in pieces, and nothing of its other lines', () => {
  const told: unknown[] = []
  const read = sessionLines((session, atNs) => told.push([session, atNs]))
  const at = '2023/11/14 22:13:21.037882 BGP:'
  const text = [
    `${at} [N9HHH-F8H1M] %ADJCHANGE: neighbor 10.1.12.2(r2) in vrf default Up`,
    `${at} [M452J-37M96] 10.1.12.2(Unknown) Update Group Hash: sort: 2 UpdGrpFlags: 0 UpdGrpAFFlags: 67108867`,
    `${at} [HZN6M-XRM1G] %NOTIFICATION: sent to neighbor 10.1.12.2 4/0 (Hold Timer Expired) 0 bytes`,
    `${at} [MQY4G-6XTVG] %ADJCHANGE: neighbor 10.1.12.2(Unknown) in vrf default Down BGP Notification send`,
    '',
  ].join('\n')
  for (const [number, piece] of [text.slice(0, 60), text.slice(60, 150), text.slice(150)].entries())
    read(Buffer.from(piece), number, 0)
  expect(told).toEqual([
    [{ address: '10.1.12.2', to: 'Established' }, 1],
    [{ address: '10.1.12.2', to: 'Down', detail: 'BGP Notification send' }, 2],
  ])
})
