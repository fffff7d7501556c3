import { expect, test } from 'vitest'
import { vrrpLines } from '../../src/mechanisms/vrrp/watch-fifo.ts'

function read(...pieces: readonly string[]): string[] {
  const seen: string[] = []
  const take = vrrpLines((name, state, atNs) => seen.push(`${name} ${state} ${String(atNs)}`))
  for (const [at, piece] of pieces.entries()) take(Buffer.from(piece), at, at)
  return seen
}

test('instances are read, groups are not', () => {
  expect(read('INSTANCE "LAN" BACKUP 150\nGROUP "G1" MASTER 0\nINSTANCE "LAN" MASTER 150\n')).toEqual([
    'LAN BACKUP 0',
    'LAN MASTER 0',
  ])
})

test('a line in two pieces has the time of its end', () => {
  expect(read('INSTANCE "WA', 'N" FAULT 100\n')).toEqual(['WAN FAULT 1'])
})

test('a stopped instance is out of service', () => {
  expect(read('INSTANCE "LAN" STOP 150\n')).toEqual(['LAN FAULT 0'])
})
