import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { needsContainerlab } from '../containerlab.ts'
import { dumped, onMachine, options } from './machine.ts'
import { WORK } from './work.ts'

const labs = join(import.meta.dirname, 'labs')
const run = (lab: string, ...flags: readonly string[]): string =>
  `$BACKHOE run ${labs}/${lab}.lab.ts ${options} --json ${flags.join(' ')}`

test("a user's own lab is attached to and left as it was, and deployed with a middle in its cable", async (ctx) => {
  needsContainerlab(ctx)
  const file = readFileSync(join(labs, 'pair.clab.yml'), 'utf8')
  using machine = await onMachine(
    [
      // One end has a place for filters already, and it is the older one.
      `$CLAB deploy --topo ${WORK}/pair.clab.yml && sleep 3; nsenter -n -t $(docker inspect -f '{{.State.Pid}}' clab-pair-a) tc qdisc add dev eth1 ingress`,
      dumped('before'),
      // The daemon answers elsewhere for a while, as DOCKER_HOST says.
      `mv /run/docker.sock /run/other.sock; DOCKER_HOST=unix:///run/other.sock ${run('pair', '--attach')}; code=$?; mv /run/other.sock /run/docker.sock; exit $code`,
      dumped('after'),
      run('pair-cut', '--attach'),
      'cmp before after',
      `$CLAB destroy --topo ${WORK}/pair.clab.yml --cleanup`,
      dumped('bare'),
      run('pair-cut'),
      dumped('gone'),
      'cmp bare gone',
      `cat ${labs}/pair.clab.yml; cat runs/latest/lab/pair.clab.yml`,
    ],
    { [`${WORK}/pair.clab.yml`]: file },
  )
  const ends = machine.result
  for (const number of [0, 5, 6, 10]) expect(ends[number]).toMatchObject({ code: 0 })

  const [attached, refused, deployed] = [2, 4, 8].map((number) => ends[number])
  const summary = JSON.parse(attached?.stdout ?? '') as Summary
  expect(verdicts(summary)).toEqual(['silent app missed', 'slow app met'])
  expect(attached?.code).toBe(1)
  expect(attached?.stderr).toContain('cables    silent, impair, at the nodes’ ends of a plain veth: a:eth1--b:eth1\n')
  expect(summary.experiments[0]?.trials[0]?.fault.proof).toMatchObject({ live: true, removed: true })

  expect(refused?.code).toBe(64)
  await expect(refused?.stderr.replaceAll(labs, 'labs')).toMatchFileSnapshot(
    '../golden/errors/containerlab-no-middle.txt',
  )

  expect(verdicts(JSON.parse(deployed?.stdout ?? '') as Summary)).toEqual(['cut app missed'])
  const texts = ends[11]?.stdout ?? ''
  expect(texts.startsWith(file)).toBe(true)
  expect(texts.slice(file.length)).toContain('veth-stitch')
})

interface Summary {
  readonly experiments: readonly {
    readonly name: string
    readonly targets: readonly { readonly on: string; readonly verdict: string }[]
    readonly trials: readonly { readonly fault: { readonly proof: object } }[]
  }[]
}

const verdicts = ({ experiments }: Summary): string[] =>
  experiments.flatMap(({ name, targets }) => targets.map(({ on, verdict }) => `${name} ${on} ${verdict}`))
