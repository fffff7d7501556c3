import { join } from 'node:path'
import { expect, test } from 'vitest'
import { needsContainerlab } from '../containerlab.ts'
import { onMachine } from './machine.ts'

const LABS = join(import.meta.dirname, '../../labs')

/** Writes a lab's files with cables of this kind, and deploys them. */
const deployed = (lab: string, links: string): string =>
  `$BACKHOE generate ${LABS}/${lab}.lab.ts --links ${links} -o ${lab} && $CLAB deploy --topo ${lab}/${lab}.clab.yml`

/** Once protocols have had their time; asked again for a while, because settling is theirs to time. */
const settled = (command: string): string => `for try in 1 2 3 4 5; do sleep 6; ${command} && exit 0; done; exit 1`

/** Both switches' agents have opened both their legs, and say so. */
const OPEN =
  '[ "$(cat mlag-pair/mlag-pair/sw?/mlagd.state | grep -c "up, gate open, split horizon on, partner up")" = 4 ]'
/** The first one's has been killed once, and has begun anew. */
const RESPAWNED = ['mlagd ended with 137: again', 'start, boot']
  .map((text, at) => `[ "$(grep -c "${text}" mlag-pair/mlag-pair/sw1/mlagd.log)" = ${String(at + 1)} ]`)
  .join(' && ')

/** Not to end a machine that is only slow. */
const PATIENCE_MS = 600_000

test('what `generate` writes comes up by `containerlab deploy` alone', async (context) => {
  needsContainerlab(context)
  using machine = await onMachine(
    [
      deployed('gateway-pair', 'stitch'),
      settled('docker exec clab-gateway-pair-host1 ping -q -c 1 -W 1 10.0.2.101 >/dev/null'),
      'for node in r1 r2; do docker exec clab-gateway-pair-$node ip -brief address show; done',
      deployed('dual-homed-lag', 'host'),
      settled('docker exec clab-dual-homed-lag-host1 ping -q -c 1 -W 1 10.0.1.100 >/dev/null'),
      'docker exec clab-dual-homed-lag-host1 cat /proc/net/bonding/bond0',
      deployed('mlag-pair', 'stitch'),
      settled(OPEN),
      `docker exec clab-mlag-pair-sw1 pkill -KILL -x perl; ${settled(`${OPEN} && ${RESPAWNED}`)}`,
      settled('docker exec clab-mlag-pair-h1 ping -q -c 1 -W 1 10.0.1.2 >/dev/null'),
      'tail -n 40 mlag-pair/mlag-pair/sw?/mlagd.log',
      '$CLAB destroy --all --yes --cleanup >&2; docker ps -aq; ip -brief link | grep -c bh-',
    ],
    {},
    { timeoutMs: PATIENCE_MS },
  )
  const [gateway, pings, addresses, lag, lagPings, bond, ...pair] = machine.result
  const after = pair.pop()
  const logs = pair.pop()?.stdout ?? ''
  for (const step of [gateway, pings, addresses, lag, lagPings, bond]) expect(step?.code, step?.stderr).toBe(0)
  for (const step of pair) expect(step.code, step.stderr + logs).toBe(0)
  // One router has both addresses of the virtual ones, the other none.
  expect(addresses?.stdout.match(/10\.0\.1\.1\/24/g)).toHaveLength(1)
  expect(addresses?.stdout.match(/10\.0\.2\.1\/24/g)).toHaveLength(1)
  // Collecting and distributing on both legs, at both ends of them.
  expect(bond?.stdout.match(/port state: 63/g)).toHaveLength(4)
  expect(after?.stdout).toBe('0\n')
})
