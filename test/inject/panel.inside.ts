import { setTimeout } from 'node:timers/promises'
import { Clock } from '../../src/linux/clock.ts'
import { carriers, oneCable } from './one-cable.ts'

/** Longer than linkwatch may hold back a carrier event. */
const LINKWATCH_MS = 1100

/** Everything that can darken an end, and the carrier of both nodes after it. */
export default async function (): Promise<{ seen: [string, Record<'a' | 'b', boolean>][]; cutNs: number }> {
  const { namespaces, panel, executor } = oneCable()
  const seen: [string, Record<'a' | 'b', boolean>][] = []
  const after = async (what: string, act: () => void): Promise<void> => {
    act()
    await setTimeout(LINKWATCH_MS)
    seen.push([what, carriers(namespaces)])
  }
  const shut = (node: 'a' | 'b', up: boolean) => (): void => {
    executor.apply([{ op: up ? 'up' : 'down', ns: node, name: 'port' }])
    panel.outer(0, node, up)
  }
  await after('built', () => undefined)
  await after('light b off', () => {
    panel.light(0, 'b', false)
  })
  await after('light b on', () => {
    panel.light(0, 'b', true)
  })
  await after('a shuts its port', shut('a', false))
  await after('light b off and on meanwhile', () => {
    panel.light(0, 'b', false)
    panel.light(0, 'b', true)
  })
  await after('b shuts its port too', shut('b', false))
  await after('a opens', shut('a', true))
  await after('b opens', shut('b', true))
  await after('light b off, a shut and opened', () => {
    panel.light(0, 'b', false)
    shut('a', false)()
    shut('a', true)()
  })
  await after('light b on again', () => {
    panel.light(0, 'b', true)
  })
  const clock = new Clock()
  const before = clock.now()
  executor.apply([
    { op: 'light', cable: 0, end: 'a', on: false },
    { op: 'light', cable: 0, end: 'b', on: false },
  ])
  const cutNs = clock.now() - before
  await after('cut', () => undefined)
  return { seen, cutNs }
}
