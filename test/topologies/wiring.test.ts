import { expect, test } from 'vitest'
import type { Topology } from '../../src/model/topology.ts'
import { formatNs } from '../../src/model/time.ts'
import { wiring } from '../../src/plan/wiring.ts'
import { renderOperations } from '../../src/render/iproute.ts'
import { dualHomedActiveBackup, dualHomedLag, gatewayPair } from '../../topologies/index.ts'

const golden: Readonly<Record<string, () => Topology>> = {
  'gateway-pair': () => gatewayPair().topology,
  'dual-homed-active-backup': () => dualHomedActiveBackup({ vlans: [10], primary: 'leg1' }).topology,
  'dual-homed-lag': () => dualHomedLag().topology,
}

test.each(Object.entries(golden))('%s is wired as it was', async (name, build) => {
  const { build: operations, daemons, settle, watch, needs } = wiring(build())
  const lines = [
    ...renderOperations([...operations, ...daemons]),
    '',
    ...settle.map(({ wait, deadlineNs }) => `wait ${formatNs(deadlineNs)} ${JSON.stringify(wait)}`),
    '',
    `watch ${JSON.stringify(watch)}`,
    `needs ${needs.join(' ')}`,
  ]
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`../golden/wiring/${name}.txt`)
})
