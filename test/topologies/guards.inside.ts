import { execFileSync } from 'node:child_process'
import { seconds } from '../../src/model/time.ts'
import type { Topology } from '../../src/model/topology.ts'
import { Tap } from '../delivery/tap.ts'
import { Stand } from '../observe/stand.ts'
import { bpdu } from './bpdu.ts'

const STRANGER = '02:dd:dd:dd:dd:dd'

/** What iproute2 says of a port, and of a bridge whose root it is or is not. */
interface Said {
  readonly state?: string
  /** 0: none, the bridge is the root itself. */
  readonly linkinfo?: { readonly info_data: { readonly root_port: number } }
}

/** States of the ports where BPDUs of a stranger come in, and whether d1 is the root afterwards. */
export interface Guarded {
  readonly edge: string
  readonly distribution: string
  readonly isRoot: boolean
}

/** A host says a BPDU, and then an access switch that it is a better root, four times. */
export default async function (topology: Topology): Promise<Guarded> {
  const stand = new Stand(topology)
  await stand.watch()
  const { namespaces } = stand
  const ask = (node: string, command: string, ...words: readonly string[]): Said => {
    const text = namespaces.within(node, () => execFileSync(command, ['-j', '-d', 'link', 'show', ...words]))
    const [said] = JSON.parse(text.toString()) as Said[]
    if (said === undefined) throw new Error(`${command} says nothing of ${words.join(' ')} of ${node}`)
    return said
  }
  new Tap(namespaces, 'h1', 'eth0').send(bpdu(STRANGER, 61_440))
  const up = new Tap(namespaces, 'a1', 'up1')
  for (let times = 0; times < 4; times += 1) {
    up.send(bpdu(STRANGER, 0))
    await stand.rest(seconds(1))
  }
  return {
    edge: ask('a1', 'bridge', 'dev', 'h1').state ?? '',
    distribution: ask('d1', 'bridge', 'dev', 'a1').state ?? '',
    // What iproute2 6.1 calls root_id is the bridge's own.
    isRoot: ask('d1', 'ip', 'dev', 'br0').linkinfo?.info_data.root_port === 0,
  }
}
