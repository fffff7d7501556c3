/**
 * Seconds of one core that a file's tests take, from the `slow:` lines of whole runs (tally.ts); of what is not listed, a guest takes
 * less than 20 and all else less than 2. They order a run (longest-first.ts) and bound a short one (tools/near), so a third more or
 * less does not matter.
 */
export const SECONDS: Readonly<Record<string, number>> = {
  'proof/kernels.real-time.guest': 310,
  'fuzz/fuzz.guest': 220,
  'containerlab/accidents.guest': 200,
  'proof/windows.guest': 150,
  'containerlab/virtual.guest': 150,
  'lab/shipped.guest': 130,
  'phases/phases.guest': 110,
  'topologies/single-failures.guest': 108,
  'containerlab/kill.guest': 100,
  'containerlab/real-time.guest': 99,
  'proof/kill.real-time.guest': 90,
  'opinion/labs.guest': 89,
  'conformance/cable.real-time.guest': 62,
  'containerlab/matrix.guest': 60,
  'mechanisms/network/own.guest': 60,
  'conformance/node.guest': 51,
  'containerlab/users.guest': 45,
  'containerlab/user.guest': 43,
  'containerlab/settle.guest': 41,
  'mechanisms/frr/own.guest': 40,
  'mechanisms/vrrp/own.guest': 40,
  'containerlab/alone.guest': 40,
  'live/up.real-time.guest': 40,
  'run/rootless.real-time.guest': 40,
  'conformance/cable.guest': 35,
  'run/run.guest': 31,
  'proof/planted.guest': 30,
  'proof/repeat.guest': 30,
  'topologies/rapid-tree.guest': 29,
  'run/power.guest': 27,
  'topologies/small.real-time.guest': 23,
  'conformance/impair.guest': 23,
  'package.guest': 23,
  'run/repeat.guest': 21,
  'conformance/vlan.guest': 20,
  'lab/bad-labs': 17,
  'kernel/build': 7,
  'lab/labs': 7,
  'fuzz/generate': 6,
  'cli/main': 6,
  'theory/theory': 5,
  'lab/load': 5,
  'fuzz/main': 4,
  'fuzz/lab-text': 4,
  'runtime/image/build': 3,
  'fuzz/shrink': 3,
  'topologies/properties': 3,
  'clab/round-trip': 2,
  'runtime/image/added': 2,
}

const GUEST_SECONDS = 10
const UNIT_SECONDS = 0.5

/** Of a test by its path from the root. */
export function secondsOf(test: string): number {
  const name = test.replace(/^test\//, '').replace(/\.test\.ts$/, '')
  return SECONDS[name] ?? (name.endsWith('.guest') ? GUEST_SECONDS : UNIT_SECONDS)
}
