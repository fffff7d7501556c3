/**
 * Seconds of one core that a file's tests take, from the `slow:` lines of whole runs (tally.ts); of what is not listed, a guest takes
 * less than 20 and all else less than 2. They order a run (longest-first.ts) and bound a short one (tools/near), so a third more or
 * less does not matter.
 */
export const SECONDS: Readonly<Record<string, number>> = {
  'fuzz/fuzz.guest': 295,
  'containerlab/luck.guest': 270,
  'proof/windows.guest': 140,
  'proof/kernels.real-time.guest': 240,
  'containerlab/kill.guest': 100,
  'containerlab/virtual.guest': 110,
  'phases/phases.guest': 110,
  'topologies/single-failures.guest': 100,
  'opinion/labs.guest': 77,
  'containerlab/real-time.guest': 62,
  'conformance/cable.real-time.guest': 62,
  'containerlab/matrix.guest': 60,
  'lab/shipped.guest': 57,
  'proof/kill.real-time.guest': 70,
  'conformance/node.guest': 51,
  'containerlab/users.guest': 45,
  'containerlab/user.guest': 43,
  'containerlab/settle.guest': 41,
  'containerlab/alone.guest': 40,
  'run/rootless.real-time.guest': 40,
  'conformance/cable.guest': 35,
  'proof/planted.guest': 30,
  'run/run.guest': 31,
  'proof/repeat.guest': 30,
  'topologies/rapid-tree.guest': 29,
  'run/power.guest': 27,
  'topologies/small.real-time.guest': 23,
  'conformance/impair.guest': 23,
  'package.guest': 23,
  'run/repeat.guest': 21,
  'lab/bad-labs': 21,
  'conformance/vlan.guest': 20,
  'fuzz/generate': 13,
  'kernel/build': 7,
  'theory/theory': 5,
  'lab/labs': 4,
  'cli/main': 4,
  'lab/load': 4,
  'fuzz/main': 3,
  'runtime/image/build': 3,
  'fuzz/lab-text': 2,
  'clab/round-trip': 2,
  'runtime/image/added': 2,
  'fuzz/shrink': 2,
  'topologies/properties': 2,
}

const GUEST_SECONDS = 10
const UNIT_SECONDS = 0.5

/** Of a test by its path from the root. */
export function secondsOf(test: string): number {
  const name = test.replace(/^test\//, '').replace(/\.test\.ts$/, '')
  return SECONDS[name] ?? (name.endsWith('.guest') ? GUEST_SECONDS : UNIT_SECONDS)
}
