import { Stand } from '../observe/stand.ts'
import { pair } from '../observe/pair.ts'
import { takeBack } from '../../src/inject/undo.ts'
import { panelEnd, WIRE, type Operation } from '../../src/model/operation.ts'
import { BackhoeError } from '../../src/model/problem.ts'

const ALL = { match: 'all' } as const

/** What is said of taking back each of the operations, on two nodes and a cable. */
export default function (): { gone: string[]; failed: string[]; after: string } {
  const { namespaces, executor } = new Stand(pair())
  const end = panelEnd(0, 'a').name
  const port = { ns: 'a', name: 'eth0' } as const
  const tried = (operations: readonly Operation[]): string[] => {
    try {
      takeBack(executor, namespaces, operations, '/runs/it/undo.json')
      return []
    } catch (error) {
      if (!(error instanceof BackhoeError)) throw error
      return error.problems.map(({ code, what }) => `${code}: ${what}`)
    }
  }
  // Nothing of it is there: neither filter nor queue, no such port, no such device.
  const gone = tried([
    { op: 'filter-delete', ns: WIRE, name: end, pref: 7, match: ALL },
    { op: 'filter-delete', ...port, pref: 7, match: ALL },
    { op: 'netem-delete', ns: WIRE, name: end },
    { op: 'netem-delete', ...port },
    { op: 'clsact-delete', ...port },
    { op: 'up', ns: 'a', name: 'nowhere' },
  ])
  executor.apply([{ op: 'netem', ns: WIRE, name: end, netem: { limit: 1000, delayNs: 1e6 } }])
  const failed = tried([
    // A port of no bridge takes no VLAN, and an MTU of 1 GB no device.
    { op: 'vlan-add', ...port, vlan: 10, native: false },
    { op: 'mtu', ...port, mtu: 1e9 },
    // What comes after them is taken back all the same.
    { op: 'netem-delete', ns: WIRE, name: end },
  ])
  const [after = ''] = tried([{ op: 'netem-delete', ns: WIRE, name: end }])
  return { gone, failed, after }
}
