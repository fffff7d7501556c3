import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { summarySchema } from '../../src/report/schema.ts'
import { needsContainerlab } from '../containerlab.ts'
import { dumped, errorText, onMachine, options } from './machine.ts'
import { WORK } from './work.ts'

const labs = join(import.meta.dirname, 'labs')
const gateway = join(import.meta.dirname, '../../labs/gateway-pair.lab.ts')
const file = (name: string, b: string): string =>
  readFileSync(join(labs, 'pair.clab.yml'), 'utf8')
    .replace('name: pair', `name: ${name}`)
    .replace('    b:\n', `    b:\n      ${b}\n`)
const lab = (name: string): string =>
  readFileSync(join(labs, 'pair.lab.ts'), 'utf8').replace('pair.clab.yml', `${name}.clab.yml`)

test('what never comes up is said in the words of whoever knows, and nothing of it stays', async (ctx) => {
  needsContainerlab(ctx)
  using machine = await onMachine(
    [
      dumped('bare'),
      `$BACKHOE run ${WORK}/dies.lab.ts ${options} --trial 0 --only silent --json`,
      `$BACKHOE run ${WORK}/nowhere.lab.ts ${options}`,
      `${dumped('now')}; diff bare now >&2`,
      `$BACKHOE generate ${gateway} -o clab && $CLAB deploy --topo clab/gateway-pair.clab.yml && sleep 8`,
      `docker exec clab-gateway-pair-r2 sh -c 'kill $(cat /backhoe/keepalived.pid)'; sleep 2`,
      `$BACKHOE run ${gateway} ${options} --attach --trial 0 --only LAN --json`,
    ],
    {
      // It runs while it is wired, and is gone before anything is asked of it.
      [`${WORK}/dies.clab.yml`]: file('dies', 'cmd: sleep 6'),
      [`${WORK}/dies.lab.ts`]: lab('dies'),
      [`${WORK}/nowhere.clab.yml`]: file('nowhere', 'image: 127.0.0.1:5/node:1'),
      [`${WORK}/nowhere.lab.ts`]: lab('nowhere'),
    },
  )
  const [, dies, nowhere, gone, , , unsettled] = machine.result
  expect(dies?.code).toBe(2)
  await expect(`${doubtOf(dies?.stdout)}\n`).toMatchFileSnapshot(
    '../golden/errors/containerlab-dies-while-it-boots.txt',
  )

  expect(nowhere?.code).toBe(70)
  await expect(errorText(nowhere?.stderr)).toMatchFileSnapshot('../golden/errors/containerlab-no-such-image.txt')
  expect(gone).toMatchObject({ code: 0, stderr: '' })

  expect(unsettled?.code).toBe(2)
  await expect(`${doubtOf(unsettled?.stdout)}\n`).toMatchFileSnapshot('../golden/errors/containerlab-never-settles.txt')
})

const doubtOf = (summary = ''): string =>
  summarySchema.parse(JSON.parse(summary)).experiments[0]?.trials[0]?.doubts[0]?.text ?? ''
