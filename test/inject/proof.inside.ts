import { setTimeout } from 'node:timers/promises'
import type { LiveCheck } from '../../src/model/fault.ts'
import type { Operation } from '../../src/model/operation.ts'
import { checkLive, type Proof } from '../../src/inject/proof.ts'
import { packetsOf } from '../../src/inject/counters.ts'
import { CABLE, oneCable, send } from './one-cable.ts'

const C0A = { ns: 'wire', name: 'c0a' } as const
/** b's address is asked for once a second. */
const ARP_RETRY_MS = 1100
const all = { match: 'all' } as const

/** Each check asked before its fault, while it is idle, and after it has met traffic. */
export default async function (): Promise<{ proofs: Record<string, Proof>; packets: number }> {
  const { executor, namespaces } = oneCable()
  const ask = (check: LiveCheck): Proof =>
    checkLive(check, {
      dir: '/tmp/nodes',
      namespaces,
      sinceNs: 0,
      history: () => [],
      daemons: executor.daemons,
      standing: () => 0,
    })
  const proofs: Record<string, Proof> = {}
  const fault = async (name: string, check: LiveCheck, inject: Operation[], heal: Operation[]): Promise<void> => {
    proofs[`${name}: before`] = ask(check)
    executor.apply(inject)
    proofs[`${name}: idle`] = ask(check)
    send(namespaces)
    await setTimeout(ARP_RETRY_MS)
    proofs[`${name}: met traffic`] = ask(check)
    executor.apply(heal)
  }
  const drop = { ...C0A, pref: 1, match: all }
  await fault(
    'dropped',
    { check: 'dropped', ...C0A, pref: 1 },
    [{ op: 'drop', ...drop }],
    [{ op: 'filter-delete', ...drop }],
  )
  await fault(
    'netem',
    { check: 'netem', ns: 'wire', name: 'c0b' },
    [{ op: 'netem', ns: 'wire', name: 'c0b', netem: { limit: 1000, loss: { model: 'independent', percent: 100 } } }],
    [{ op: 'netem-delete', ns: 'wire', name: 'c0b' }],
  )
  proofs['admin up'] = ask({ check: 'admin-up', at: CABLE.a })
  executor.apply([{ op: 'down', ns: 'b', name: 'port' }])
  proofs['admin down'] = ask({ check: 'admin-up', at: CABLE.b })
  executor.apply([
    { op: 'bridge', ns: 'b', name: 'br0', index: 200, mac: '02:00:00:00:00:20', vlanFiltering: true },
    { op: 'master', ns: 'b', name: 'port', master: 'br0' },
    { op: 'port-vlans', ns: 'b', name: 'port', vlans: { native: 1, tagged: [10, 20] } },
    { op: 'vlan-delete', ns: 'b', name: 'port', vlan: 10, native: false },
  ])
  proofs['VLAN 10 absent'] = ask({ check: 'vlan-absent', at: CABLE.b, vlan: 10 })
  proofs['VLAN 20 present'] = ask({ check: 'vlan-absent', at: CABLE.b, vlan: 20 })
  return { proofs, packets: packetsOf(namespaces, CABLE.a) }
}
