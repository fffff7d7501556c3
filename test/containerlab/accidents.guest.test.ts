import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, type TestContext } from 'vitest'
import { imagesFolder } from '../../src/runtime/image/store.ts'
import { needsContainerlab } from '../containerlab.ts'
import { dumped, errorText, onMachine, options } from './machine.ts'
import type { ScriptEnd } from './machine.inside.ts'
import { WORK } from './work.ts'

const labs = join(import.meta.dirname, 'labs')
const pair = readFileSync(join(labs, 'pair.clab.yml'), 'utf8')
const TOPO = `${WORK}/pair.clab.yml`
const LEASES = '/tmp/home/.local/state/backhoe/leases'
const run = (...flags: readonly string[]): string => `$BACKHOE run ${labs}/pair.lab.ts ${options} ${flags.join(' ')}`
const trial = (...flags: readonly string[]): string => run('--trial 0', '--only silent', ...flags)
const same = (as: string): string => `${dumped('now')}; diff ${as} now >&2`
/** The fault is there from the seventh second to the tenth. */
const broken = 'sleep 9'
const SH = `
ended() { wait $1; echo "the run ended with $?"; }
reapers() { grep -l '[r]eaper.js' /proc/[0-9]*/cmdline 2>/dev/null | cut -d/ -f3; }
`

/** Devices are numbered as they come; else they are the same, in whatever order. */
const NUMBERLESS = String.raw`numberless() { sed 's/^[0-9]*: //; s/@if[0-9]*/@if/; s/link-netnsid [0-9]*//' $1 | sort; };`

/** In the order in which they run, on one machine. */
const SCRIPTS = {
  noSuchLab: run('--attach'),
  noDocker: `DOCKER_HOST=unix:///run/none.sock ${run()}`,
  forbidden: `mkdir -m 777 /tmp/nobody; HOME=/tmp/nobody setpriv --reuid 65534 --clear-groups ${run().replace('--out runs', '--out /tmp/nobody/runs')}`,
  interruptedDeploy: `${SH} ${dumped('bare')}; ${run()} & first=$!; sleep 2; kill -INT $first; ended $first; ${same('bare')}`,
  imported: `docker inspect -f '{{json .Config.Labels}}' backhoe-node:1; docker rmi backhoe-node:1 >/dev/null; mkdir -p ~/.cache/backhoe; ln -s ${imagesFolder()} ~/.cache/backhoe/images`,
  kept: `${trial('--keep')} >/dev/null; docker ps --format '{{.Names}}' | sort`,
  given: `docker inspect -f '{{json .Config.Labels}}' backhoe-node:1`,
  keptGone: `$CLAB destroy --topo runs/latest/lab/pair.clab.yml --cleanup >/dev/null 2>&1; ${same('bare')}`,
  ownOrphan: `${SH} ${trial()} >/dev/null 2>&1 & first=$!; until find runs -name undo.json | grep -q .; do sleep 1; done; kill -KILL $(reapers); kill -KILL $first; ended $first; $BACKHOE clean --dry-run`,
  ownCleaned: `$BACKHOE clean; ${same('bare')}`,
  wontGo: `${SH} ${trial()} & first=$!; until find runs -name undo.json | grep -q .; do sleep 1; done; held=/run/docker-home/data/containers/$(docker inspect -f '{{.Id}}' clab-pair-a)/held; touch $held; chattr +i $held; ended $first; chattr -i $held`,
  gone: `$BACKHOE clean; ${same('bare')}`,
  halfDeploy: `$BACKHOE run ${WORK}/broken.lab.ts ${options}`,
  halfGone: same('bare'),
  deployed: `$CLAB deploy --topo ${TOPO} && sleep 3; ${dumped('before')}`,
  collision: run(),
  noReaper: `NODE_OPTIONS='--require ${WORK}/no-reaper.cjs' ${run('--attach')}; code=$?; ls ${LEASES}; exit $code`,
  interrupted: `${SH} ${trial('--attach')} 2>&1 & first=$!; ${broken}; tc filter show dev eth1 2>/dev/null; kill -INT $first; ended $first; ${same('before')}`,
  inUse: `${SH} ${trial('--attach')} >/dev/null 2>&1 & first=$!; ${broken}; ${run('--attach')}; echo "exit $?"; kill -TERM $first; ended $first; ${same('before')}`,
  orphaned: `${SH} ${trial('--attach')} >/dev/null 2>&1 & first=$!; ${broken}; kill -KILL $(reapers); kill -KILL $first; ended $first; stat -c '%a %n' ${LEASES} ${LEASES}/*; find runs -name undo.json | xargs stat -c %a; $BACKHOE clean --dry-run`,
  leaseLeft: run('--attach'),
  cleaned: `$BACKHOE clean && $BACKHOE clean; ${same('before')}`,
  diskFull: `${SH} mkdir /tmp/small; mount -t tmpfs -o size=36m small /tmp/small; ${trial('--attach').replace('--out runs', '--out /tmp/small')} >/dev/null & first=$!; sleep 3; dd if=/dev/zero of=/tmp/small/fill bs=1M 2>/dev/null; ended $first; ${same('before')}`,
  twoLabs: `${SH} $CLAB deploy --topo ${WORK}/other.clab.yml >/dev/null 2>&1; sleep 3; ${dumped('both')}; ${trial('--attach')} >/dev/null 2>&1 & first=$!; $BACKHOE run ${WORK}/other.lab.ts ${options} --trial 0 --only silent --attach >/dev/null 2>&1; echo "the other ended with $?"; ended $first; ${same('both')}; $CLAB destroy --topo ${WORK}/other.clab.yml --cleanup >/dev/null 2>&1`,
  paused: `${SH} ${trial('--attach', '--json')} & first=$!; ${broken}; docker pause clab-pair-b >/dev/null; ended $first >&2; docker unpause clab-pair-b >/dev/null; ${same('before')}`,
  nodeDies: `${SH} ${trial('--attach', '--json')} & first=$!; ${broken}; docker kill clab-pair-b >/dev/null; ended $first >&2`,
  torn: `docker start clab-pair-b >/dev/null; sleep 1; ${trial('--attach', '--json')}`,
  lost: `$BACKHOE repair pair`,
  redeployed: `$CLAB destroy --topo ${TOPO} --cleanup; $CLAB deploy --topo ${TOPO} && sleep 3`,
  dockerRestarts: `${SH} docker=$(grep -lz '^[^ ]*dockerd$' /proc/[0-9]*/cmdline 2>/dev/null | cut -d/ -f3 | head -1); tr '\\0' ' ' < /proc/$docker/cmdline > dockerd.cmd; ${trial('--attach', '--json')} & first=$!; ${broken}; kill -TERM $docker; sleep 12; sh -c "$(cat dockerd.cmd)" >/dev/null 2>&1 & sleep 3; wait $first; echo "the run ended with $?" >&2; $BACKHOE clean >&2; ls ${LEASES} >&2; docker ps -a --format '{{.Names}} {{.State}}' | sort >&2`,
  back: `$CLAB destroy --topo ${TOPO} --cleanup; $CLAB deploy --topo ${TOPO} && sleep 3`,
  dockerDies: `${SH} docker=$(grep -lz '^[^ ]*dockerd$' /proc/[0-9]*/cmdline 2>/dev/null | cut -d/ -f3 | head -1); ${trial('--attach', '--json')} & first=$!; ${broken}; kill -KILL $docker; ended $first >&2; rm -f /run/docker-home/pid; sh -c "$(cat dockerd.cmd)" >/dev/null 2>&1 & sleep 5; $BACKHOE clean >&2`,
  again: `$CLAB destroy --topo ${TOPO} --cleanup; $CLAB deploy --topo ${TOPO} && sleep 3`,
  destroyed: `${SH} ${trial('--attach', '--json')} & first=$!; ${broken}; $CLAB destroy --topo ${TOPO} --cleanup >/dev/null 2>&1; ended $first >&2; ${same('bare')}`,
  own: `$BACKHOE generate ${labs}/short.lab.ts -o clab >/dev/null && $CLAB deploy --topo clab/short.clab.yml >/dev/null 2>&1 && sleep 3; ${dumped('own')}`,
  restarted: `docker restart -t 0 clab-short-host1 clab-short-sw1 >/dev/null; $BACKHOE repair short --dry-run`,
  repaired: `$BACKHOE repair short >&2; sleep 3; ${dumped('repaired')}; ${NUMBERLESS} numberless own > a; numberless repaired > b; diff a b; for name in sw1 host1; do test "/proc/$(docker inspect -f '{{.State.Pid}}' clab-short-$name)/ns/net" = "$(readlink /run/netns/clab-short-$name)" || echo $name; done; $BACKHOE repair short`,
  badConfiguration: `up=clab/short/sw1/up.sh; cp $up whole.sh; echo 'echo no such luck; exit 3' > $up; docker restart -t 0 clab-short-sw1 >/dev/null; $BACKHOE repair short`,
  repairedAgain: `cp whole.sh clab/short/sw1/up.sh; docker restart -t 0 clab-short-sw1 >/dev/null; $BACKHOE repair short`,
  brokenAgain: `$BACKHOE run ${labs}/short.lab.ts ${options} --attach --trial 0 --only cut --json`,
  hostLinks: `$CLAB destroy --topo clab/short.clab.yml --cleanup >/dev/null 2>&1; $BACKHOE generate ${labs}/short.lab.ts --links host -o host >/dev/null && $CLAB deploy --topo host/short.clab.yml >/dev/null 2>&1 && sleep 3; ${dumped('before')}; $BACKHOE run ${labs}/short.lab.ts ${options} --attach --trial 0 --only cut --json 2>/dev/null; ${same('before')}`,
} as const

type Name = keyof typeof SCRIPTS
type Ends = Readonly<Record<Name, ScriptEnd>>

const renamed = (name: string): string => pair.replace('name: pair', `name: ${name}`)
const labOf = (name: string): string =>
  readFileSync(join(labs, 'pair.lab.ts'), 'utf8').replace('pair.clab.yml', `${name}.clab.yml`)

async function runAll(): Promise<Ends> {
  using machine = await onMachine(Object.values(SCRIPTS), {
    [TOPO]: pair,
    [`${WORK}/broken.clab.yml`]: renamed('broken').replace('    b:\n', '    b:\n      cmd: /no/such/program\n'),
    [`${WORK}/broken.lab.ts`]: labOf('broken'),
    // A machine on which one program of Node's does not start.
    [`${WORK}/no-reaper.cjs`]: "if (process.argv[1]?.endsWith('reaper.js')) process.exit(1)",
    [`${WORK}/other.clab.yml`]: renamed('other'),
    [`${WORK}/other.lab.ts`]: labOf('other'),
  })
  const names = Object.keys(SCRIPTS) as Name[]
  return Object.fromEntries(names.map((name, number) => [name, machine.result[number]])) as Ends
}

let running: Promise<Ends> | undefined
function ends(ctx: TestContext): Promise<Ends> {
  needsContainerlab(ctx)
  return (running ??= runAll())
}

describe('what cannot be had', () => {
  const refused = [
    ['noSuchLab', 'no-such-deployment', 69],
    ['noDocker', 'no-docker', 69],
    ['forbidden', 'docker-forbidden', 69],
    ['halfDeploy', 'deploy-failed', 70],
    ['wontGo', 'destroy-failed', null],
    ['collision', 'lab-runs-already', 69],
    ['noReaper', 'no-reaper', 70],
    ['badConfiguration', 'exec-failed', 70],
    ['inUse', 'lab-in-use', null],
    ['leaseLeft', 'lease-left', 69],
    ['diskFull', 'disk-full', null],
  ] as const
  for (const [name, golden, code] of refused) {
    test(`${golden}: a text and a code`, async (ctx) => {
      const end = (await ends(ctx))[name]
      if (code !== null) expect(end.code).toBe(code)
      await expect(errorText(end.stderr)).toMatchFileSnapshot(`../golden/errors/containerlab-${golden}.txt`)
    })
  }
})

test('half a lab is removed, and so is one whose deploying was interrupted', async (ctx) => {
  const { halfGone, interruptedDeploy } = await ends(ctx)
  expect(halfGone).toMatchObject({ code: 0, stderr: '' })
  expect(interruptedDeploy.code).toBe(0)
  expect(interruptedDeploy.stdout).toContain('the run ended with 130')
  expect(interruptedDeploy.stdout).toContain('no trial ran')
})

test('a container that Docker does not let go is named, and once it does, clean finds it', async (ctx) => {
  const { wontGo, gone } = await ends(ctx)
  expect(wontGo.stdout).toContain('the run ended with 70')
  expect(gone).toMatchObject({ code: 0, stderr: '' })
})

test('without a reaper nothing begins, and no lease stays', async (ctx) => {
  expect((await ends(ctx)).noReaper.stdout).toBe('')
})

test('a lab that is kept says how to enter and to remove it, and goes by that', async (ctx) => {
  const { kept, keptGone } = await ends(ctx)
  expect(kept.stdout).toBe('clab-pair-a\nclab-pair-b\n')
  expect(kept.stderr).toMatch(
    /the lab pair stays\n {2}enter {3}docker exec -it clab-pair-[ab] bash\n {2}remove {2}containerlab destroy --topo runs\/pair\/.*\/lab\/pair\.clab\.yml --cleanup\n$/,
  )
  expect(keptGone).toMatchObject({ code: 0, stderr: '' })
})

test('SIGINT and SIGTERM tell what was measured and leave a lab that is not ours as it was', async (ctx) => {
  const { interrupted, inUse } = await ends(ctx)
  expect(interrupted).toMatchObject({ code: 0, stderr: '' })
  expect(interrupted.stdout).toContain('This run was interrupted')
  expect(interrupted.stdout).toContain('the run ended with 130')
  expect(inUse).toMatchObject({ code: 0, stdout: 'exit 69\nthe run ended with 130\n' })
})

test('killed with its reaper, a run leaves a lease from which clean heals', async (ctx) => {
  const { orphaned, cleaned } = await ends(ctx)
  const lines = orphaned.stdout.replaceAll(/\d{4}-\d\d-\d\dT[\d:.-]+Z/g, 'TIME')
  await expect(lines).toMatchFileSnapshot('../golden/cli/clean-dry-run.txt')
  expect(cleaned).toMatchObject({ code: 0, stderr: '' })
  await expect(cleaned.stdout.replaceAll(/\d{4}-\d\d-\d\dT[\d:.-]+Z/g, 'TIME')).toMatchFileSnapshot(
    '../golden/cli/clean.txt',
  )
})

test('and one that had deployed its lab a lease from which clean takes the lab down as well', async (ctx) => {
  const { ownOrphan, ownCleaned } = await ends(ctx)
  expect(ownOrphan.stdout).toContain('the run ended with 137\npair, a run of ')
  expect(ownCleaned).toMatchObject({ code: 0, stderr: '' })
  expect(ownCleaned.stdout).toMatch(/^pair, a run of \S+: heal what 1 trial broke, take the lab down\nclean\n$/)
})

test('the node image says its version and what went in, prepared for a guest and given to a daemon that lacks it', async (ctx) => {
  const { imported, given } = await ends(ctx)
  const labels = {
    'org.opencontainers.image.title': 'backhoe-node',
    'backhoe.inputs': expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  }
  expect(JSON.parse(imported.stdout)).toMatchObject(labels)
  expect(JSON.parse(given.stdout)).toEqual(JSON.parse(imported.stdout))
})

test('two host links are a cable with a middle, as an older containerlab has it', async (ctx) => {
  const { hostLinks } = await ends(ctx)
  expect(hostLinks).toMatchObject({ code: 0, stderr: '' })
  const [experiment] = (JSON.parse(hostLinks.stdout) as Summary).experiments
  expect(experiment?.trials.map(({ doubts }) => doubts)).toEqual([[]])
})

test('a plain cable that a container took along cannot be repaired, and repair says so', async (ctx) => {
  const { lost } = await ends(ctx)
  expect(lost.code).toBe(70)
  expect(lost.stdout).toBe('')
  await expect(errorText(lost.stderr)).toMatchFileSnapshot('../golden/errors/containerlab-cable-lost.txt')
})

test('containers that restarted get their cables and their configuration back, and all else is left alone', async (ctx) => {
  const { restarted, repaired, repairedAgain, brokenAgain } = await ends(ctx)
  await expect(restarted.stdout).toMatchFileSnapshot('../golden/cli/repair-dry-run.txt')
  expect(repaired).toMatchObject({ code: 0, stdout: 'no cable of short is torn\n' })
  expect(repaired.stderr).toBe(`${restarted.stdout}done\n`)
  expect(repairedAgain).toMatchObject({ code: 0, stderr: '' })
  const [experiment] = (JSON.parse(brokenAgain.stdout) as Summary).experiments
  expect(experiment?.trials.map(({ doubts }) => doubts)).toEqual([[]])
})

test('a full disk leaves the lab as it was', async (ctx) => {
  const { diskFull } = await ends(ctx)
  expect(diskFull).toMatchObject({ code: 0, stdout: 'the run ended with 70\n' })
})

test('two runs at once on two labs do not touch each other', async (ctx) => {
  const { twoLabs } = await ends(ctx)
  expect(twoLabs).toMatchObject({ code: 0, stderr: '' })
  expect(twoLabs.stdout).toBe('the other ended with 1\nthe run ended with 1\n')
})

describe('an accident of somebody else is no figure', () => {
  const accidents = ['paused', 'nodeDies', 'torn', 'destroyed', 'dockerDies', 'dockerRestarts'] as const
  const shared: readonly string[] = ['torn', 'destroyed', 'dockerRestarts']
  for (const name of accidents) {
    test(`${name}: unknown, with the event`, async (ctx) => {
      const { stdout, stderr, code } = (await ends(ctx))[name]
      const [experiment] = (JSON.parse(stdout) as Summary).experiments
      expect(experiment?.targets.map(({ verdict }) => verdict)).toEqual(['unknown'])
      const doubt = experiment?.trials[0]?.doubts[0]?.text ?? ''
      const said = shared.includes(name) ? whoever(doubt) : doubt
      await expect(`${said}\n`).toMatchFileSnapshot(`../golden/errors/containerlab-${kebab(name)}.txt`)
      if (name === 'torn') expect(code).toBe(2)
      else expect(stderr).toContain('the run ended with 2')
    })
  }

  test('and nothing of ours is left then', async (ctx) => {
    const { paused, destroyed, dockerRestarts } = await ends(ctx)
    expect(paused.code).toBe(0)
    expect(destroyed.code).toBe(0)
    expect(dockerRestarts.stderr).toContain('no run has left anything on this machine to take back')
  })
})

/** Where both nodes share a fate, either's is told first. */
const whoever = (doubt: string): string =>
  doubt
    .replace(/the container of [ab] died/, 'the container of NODE died')
    .replace(/[ab]:eth1 is not there/, 'END is not there')

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

interface Summary {
  readonly experiments: readonly {
    readonly targets: readonly { readonly verdict: string }[]
    readonly trials: readonly { readonly doubts: readonly { readonly text: string }[] }[]
  }[]
}
