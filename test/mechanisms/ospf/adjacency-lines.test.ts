import { expect, test } from 'vitest'
import { spfLines } from '../../../src/mechanisms/ospf/watch-spf.ts'
import { adjacencyLines } from '../../../src/mechanisms/ospf/watch.ts'

test('what ospfd writes about a neighbour, in pieces, and nothing of its other lines', () => {
  const told: unknown[] = []
  const read = adjacencyLines((device, address, to, atNs) => told.push([device, address, to, atNs]))
  const at = '2023/11/14 22:13:21.074567 OSPF:'
  const text = [
    `${at} [Y05P2-YJVXY] AdjChg: Nbr 10.1.11.2, NbrIP 10.1.12.2 (default) on r1:10.1.12.1: Loading -> Full (LoadingDone)`,
    `${at} [S3578-FNEB0] nsm_change_state:[10.1.11.2:default], Loading -> Full): scheduling new router-LSA origination`,
    `${at} [Y05P2-YJVXY] AdjChg: Nbr 10.1.11.2, NbrIP 10.1.12.2 (default) on br0.10:10.1.12.1: Full -> Deleted (InactivityTimer)`,
    '',
  ].join('\n')
  for (const [number, piece] of [text.slice(0, 60), text.slice(60, 150), text.slice(150)].entries())
    read(Buffer.from(piece), number, 0)
  expect(told).toEqual([
    ['r1', '10.1.12.2', 'Full', 1],
    ['br0.10', '10.1.12.2', 'Down', 2],
  ])
})

test('when it has calculated its routes, and not the time that external routes took', () => {
  const at: number[] = []
  const read = spfLines((atNs) => at.push(atNs))
  const text = [
    '2023/11/14 22:13:54.465015 OSPF: [HRX11-4AW3M] SPF Processing Time(usecs): 750',
    '2023/11/14 22:13:55.414176 OSPF: [RHDX2-GZB1C] SPF Processing Time(usecs): External Routes: 0',
    '',
  ].join('\n')
  for (const [number, piece] of [text.slice(0, 40), text.slice(40)].entries()) read(Buffer.from(piece), number, 0)
  expect(at).toEqual([1])
})

// r2 said hello before it had read its router ID, and had taken an address for one.
test('who a neighbour was before it knew its ID is forgotten, and it stays Full', () => {
  const told: string[] = []
  const read = adjacencyLines((_device, _address, to) => told.push(to))
  const line = (id: string, change: string): string =>
    `AdjChg: Nbr ${id}, NbrIP 10.1.12.2 (default) on eth1:10.1.12.1: ${change} (X)\n`
  const changes = [
    line('10.1.23.1', 'Down -> Init'),
    line('2.2.2.2', 'Down -> Init'),
    line('2.2.2.2', 'Loading -> Full'),
    line('10.1.23.1', 'Init -> Deleted'),
    line('2.2.2.2', 'Full -> Deleted'),
  ]
  read(Buffer.from(changes.join('')), 0, 0)
  expect(told).toEqual(['Init', 'Init', 'Full', 'Down'])
})
