import { expect, test } from 'vitest'
import type { Findings } from '../../src/kernel/capabilities.ts'
import { CAPABILITIES } from '../../src/mechanisms/all/needs.ts'
import type { Capability } from '../../src/model/capability.ts'
import type { Plan } from '../../src/model/plan.ts'
import { BackhoeError } from '../../src/model/problem.ts'
import type { Problem } from '../../src/model/problem.ts'
import { unableExperiments } from '../../src/run/needs.ts'

const lacking = (...missing: readonly Capability[]): Findings =>
  Object.fromEntries(
    CAPABILITIES.map((one) => [
      one,
      { ok: !missing.includes(one), why: missing.includes(one) ? 'ENOENT' : 'made one' },
    ]),
  ) as Findings

const plan = {
  runtime: { kind: 'netns' },
  needs: ['veth', 'keepalived'],
  experiments: [{ name: 'cut', needs: ['tc-drop'] }, { name: 'lossy', needs: ['netem'] }, { name: 'plain' }],
} as unknown as Plan

const unable = (findings: Findings, pcap = false): ReadonlyMap<number, readonly Problem[]> =>
  unableExperiments(plan, findings, 'uml 6.1', pcap)

test('nothing is missing', () => {
  expect(unable(lacking())).toEqual(new Map())
})

test('an experiment that lacks something is named, the others run', () => {
  expect([...unable(lacking('netem'))]).toEqual([
    [1, [{ code: 'missing-netem', what: 'the kernel uml 6.1 cannot do netem: ENOENT', next: 'backhoe doctor' }]],
  ])
})

test('what the whole lab needs ends the run with 69, all of it at once', () => {
  expect(refusal(() => unable(lacking('veth', 'keepalived', 'netem')))).toEqual({
    exitCode: 69,
    codes: ['missing-veth', 'missing-keepalived'],
    next: ['backhoe doctor', 'apt install keepalived'],
  })
})

test('a program is named by its package', () => {
  const rapid = { ...plan, needs: [...plan.needs, 'openvswitch', 'tun'] } as const satisfies Plan
  expect(refusal(() => unableExperiments(rapid, lacking('openvswitch', 'tun'), 'uml 6.1', false))).toEqual({
    exitCode: 69,
    codes: ['missing-openvswitch', 'missing-tun'],
    next: ['apt install openvswitch-switch', 'backhoe doctor'],
  })
})

test('a program that not every release of Debian has is named with the first one that has it', () => {
  const rapid = { ...plan, needs: [...plan.needs, 'mstpd', 'user-stp'] } as const satisfies Plan
  expect(refusal(() => unableExperiments(rapid, lacking('mstpd', 'user-stp'), 'virtual 6.12', false))).toEqual({
    exitCode: 69,
    codes: ['missing-mstpd', 'missing-user-stp'],
    next: ['apt install mstpd, which Debian 14 and newer have', 'backhoe doctor'],
  })
})

test('a program that is missing is never called a fault of the kernel, also where it was to ask the kernel', () => {
  const findings: Findings = {
    ...lacking('perl', 'ping'),
    nft: { ok: false, why: 'nft is not installed: spawnSync nft ENOENT', program: 'nft' },
    nat: { ok: false, why: 'nft is not installed: spawnSync nft ENOENT', program: 'nft' },
  }
  const needing = { ...plan, needs: ['perl', 'ping', 'nft', 'nat'] } as const satisfies Plan
  expect(refusal(() => unableExperiments(needing, findings, 'uml 6.1', false))).toEqual({
    exitCode: 69,
    codes: ['missing-perl', 'missing-ping', 'missing-nft'],
    next: ['apt install perl-base', 'apt install iputils-ping', 'apt install nftables'],
  })
  // Of containers nft is the image's, and whether the kernel translates is seen when they do.
  const contained = { ...plan, needs: ['nat'], runtime: { kind: 'containerlab' } } as unknown as Plan
  expect(unableExperiments(contained, findings, 'uml 6.1', false)).toEqual(new Map())
})

test('captures need tcpdump, and only captures do', () => {
  expect(unable(lacking('tcpdump'))).toEqual(new Map())
  expect(refusal(() => unable(lacking('tcpdump'), true))).toMatchObject({ exitCode: 69, next: ['apt install tcpdump'] })
})

test('where no experiment can run, each reason is said once', () => {
  const [, lossy] = plan.experiments
  const twice = { ...plan, experiments: [lossy, lossy] } as unknown as Plan
  expect(refusal(() => unableExperiments(twice, lacking('netem'), 'uml 6.1', false))).toMatchObject({
    exitCode: 69,
    codes: ['missing-netem'],
  })
})

function refusal(body: () => unknown): unknown {
  try {
    return body()
  } catch (error) {
    if (!(error instanceof BackhoeError)) throw error
    return {
      exitCode: error.exitCode,
      codes: error.problems.map(({ code }) => code),
      next: error.problems.map(({ next }) => next),
    }
  }
}
