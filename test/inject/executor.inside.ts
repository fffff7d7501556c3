import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import type { Operation } from '../../src/model/operation.ts'
import { accountOf } from '../../src/linux/users.ts'
import { linkOf } from '../../src/inject/interfaces.ts'
import { oneCable } from './one-cable.ts'

/** Files, daemons, and what is refused. */
export default async function (): Promise<{
  refused: string[]
  ended: string[]
  log: string
  upAfterRefusal: boolean
  ofFrr: boolean[]
}> {
  const ended: string[] = []
  const { executor, namespaces } = oneCable(({ node, name }, how) => ended.push(`${name} on ${node}: ${how}`))
  executor.apply([
    { op: 'file', node: 'a', path: 'etc/words.txt', text: 'from the file\n' },
    { op: 'daemon', node: 'a', name: 'short', argv: ['sh', '-c', 'cat {dir}/etc/words.txt; ip -o link; exit 3'] },
    { op: 'daemon', node: 'a', name: 'long', argv: ['sleep', '1000'] },
    { op: 'daemon', node: 'a', name: 'absent', argv: ['no-such-daemon'] },
  ])
  await setTimeout(500)

  const refusal = (...operations: Operation[]): string => {
    try {
      executor.apply(operations)
      return 'accepted'
    } catch (error) {
      return String(error)
    }
  }
  const refused = [
    refusal(
      { op: 'address', ns: 'a', name: 'port', address: '10.0.0.1/24' },
      // Shares the send with the refused one: the kernel has executed it all the same.
      { op: 'down', ns: 'a', name: 'port' },
    ),
    refusal({ op: 'up', ns: 'a', name: 'nowhere' }),
    refusal(
      { op: 'netem', ns: 'wire', name: 'c0a', netem: { limit: 10 } },
      { op: 'netem', ns: 'wire', name: 'c0a', netem: { limit: 20 } },
    ),
    refusal({ op: 'vlan-add', ns: 'a', name: 'port', vlan: 10, native: false }),
    refusal({ op: 'sysctl', ns: 'a', key: 'net.no.such', value: '1' }),
  ]
  const upAfterRefusal = linkOf(namespaces, 'a', 'port').adminUp

  const run = '/run/backhoe/b/frr'
  const zebra =
    'zebra -u frr -g frr -f {dir}/zebra.conf -i {run}/zebra.pid -z {run}/zserv.api --vty_socket {run} -A 127.0.0.1'
  executor.apply([
    { op: 'file', node: 'b', path: 'zebra.conf', text: 'hostname b\nlog stdout\n' },
    { op: 'daemon', node: 'b', name: 'zebra', argv: zebra.split(' '), user: 'frr' },
  ])
  await setTimeout(500)
  // A socket that zebra makes once it is the user frr.
  const isUp = (): boolean =>
    existsSync(`${run}/zserv.api`) && statSync(`${run}/zserv.api`).uid === accountOf('frr')?.uid
  const ofFrr = [isUp()]
  writeFileSync(`${run}/left-over`, '')
  executor.apply([{ op: 'power', node: 'b', on: false }])
  await setTimeout(100)
  executor.apply([{ op: 'power', node: 'b', on: true }])
  await setTimeout(500)
  ofFrr.push(isUp(), existsSync(`${run}/left-over`))
  const unknown: Operation = { op: 'daemon', node: 'b', name: 'x', argv: ['true'], user: 'no-such-user' }
  refused.push(refusal(unknown))
  return { ofFrr, refused, ended, log: readFileSync('/media/out/nodes/a/short.log', 'utf8'), upAfterRefusal }
}
